// SPDX-License-Identifier: MIT
#include "bench/engine_database.hpp"

#include <spdlog/spdlog.h>

#include <filesystem>
#include <optional>
#include <stdexcept>

#include "paths.hpp"
#include "steward/engine/activator.hpp"
#include "steward/engine/rule_sets.hpp"
#include "steward/rules/loader.hpp"
#include "steward/store/capture.hpp"
#include "steward/store/catalog.hpp"
#include "steward/store/database.hpp"
#include "steward/store/migrate.hpp"
#include "support/reference_crm.hpp"
#include "support/skyport.hpp"
#include "support/world.hpp"

namespace steward::bench {
namespace {

/// As the daemon has them.
constexpr std::size_t kSessions = 8;

std::shared_ptr<const model::RuleSet> load_rule(store::Pool& pool) {
  auto paths = test::WorldFiles::reference().rules;
  paths.rules = {std::filesystem::path(STEWARD_SOURCE_DIR) / "tests/data/bench-rules"};
  Problems problems;
  const auto catalog = must(store::read_catalog(pool, "crm"), "reading the catalog");
  auto set = rules::load_rules(paths, catalog, "Skyport", problems);
  if (!set) throw std::runtime_error("the rule is wrong:\n" + problems.render_all());
  return set;
}

}  // namespace

EngineDatabase::EngineDatabase() : database_(std::make_unique<test::TestDatabase>()) {
  spdlog::set_level(spdlog::level::err);  // what the engine logs is not what is measured
  test::install_reference_crm(*database_);
  database_->run(test::kSkyport);
  open();
  must(store::migrate(*pool_), "migrating");
  rules_ = load_rule(*pool_);
  must(store::install_capture(*pool_, *rules_), "installing capture");
  const auto since = *parse_instant(kInForceSince);
  must(engine::put_in_force(*store_, *rules_, since, "bench"), "putting the rule in force");
  engine::Activator activator(*store_);
  while (must(activator.run_once(*rules_, since), "activating")) {
  }
  database_->run("delete from steward.change; delete from steward.resync");
}

EngineDatabase::EngineDatabase(std::unique_ptr<test::TestDatabase> database,
                               std::shared_ptr<const model::RuleSet> rules)
    : database_(std::move(database)), rules_(std::move(rules)) {
  open();
}

void EngineDatabase::open() {
  pool_ = std::make_unique<store::Pool>(
      must(store::complete_connection(database_->connection()), "the connection"), kSessions);
  store_ = std::make_unique<store::PostgresStore>(*pool_);
}

std::unique_ptr<EngineDatabase> EngineDatabase::copy() {
  pool_->close_idle();
  // The constructor is private, which make_unique cannot pass.
  return std::unique_ptr<EngineDatabase>(new EngineDatabase(database_->copy(), rules_));
}

void EngineDatabase::settle() {
  database_->run("vacuum (analyze)");
  database_->run("checkpoint");
}

Instant next_due(EngineDatabase& world) {
  const auto next = must(world.store().next_due(), "asking what is due");
  if (!next) throw std::runtime_error("nothing is due");
  return *next;
}

}  // namespace steward::bench
