// SPDX-License-Identifier: MIT
#include "app/installation.hpp"

#include "steward/rules/calendar_files.hpp"
#include "steward/rules/loader.hpp"
#include "steward/store/catalog.hpp"
#include "steward/store/database.hpp"

namespace steward::app {

Result<std::unique_ptr<Installation>> Installation::open(rules::Settings settings) {
  if (settings.database.empty()) {
    return Error(ErrorCode::invalid_input,
                 "no database is configured: set database: in the configuration, or "
                 "STEWARD_DATABASE in the environment");
  }
  const auto connection = store::complete_connection(settings.database);
  if (!connection) return connection.error();
  return std::unique_ptr<Installation>(new Installation(std::move(settings), *connection));
}

Installation::Installation(rules::Settings settings, const std::string& connection)
    : settings_(std::move(settings)),
      pool_(connection, static_cast<std::size_t>(settings_.connections)),
      store_(pool_),
      clock_(pool_) {}

Result<std::shared_ptr<const model::RuleSet>> Installation::load(Problems& problems) {
  const auto header = rules::read_model_header(settings_.paths.model, problems);
  if (problems.has_errors()) return std::shared_ptr<const model::RuleSet>();
  const auto catalog = store::read_catalog(pool_, header.schema);
  if (!catalog) return catalog.error();
  auto set = rules::load_rules(settings_.paths, *catalog, settings_.organisation, problems);
  if (!set) return set;
  const auto now = clock_.now();
  if (!now) return now.error();
  rules::warn_of_ends(set->holiday_files, *now, problems);
  return set;
}

}  // namespace steward::app
