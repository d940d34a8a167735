// SPDX-License-Identifier: MIT
#include "support/daemon_fixture.hpp"

#include <stdexcept>

#include "steward/rules/loader.hpp"
#include "steward/store/capture.hpp"
#include "steward/store/catalog.hpp"
#include "steward/store/database.hpp"
#include "support/skyport.hpp"

namespace steward::test {

void add_skyport(TestDatabase& database) {
  store::Pool pool(*store::complete_connection(database.connection()), 1);
  Problems problems;
  const auto catalog = store::read_catalog(pool, "crm");
  const auto set = rules::load_rules(WorldFiles::reference().rules, *catalog, "Skyport", problems);
  if (!set) throw std::runtime_error(problems.render_all());
  const auto captured = store::install_capture(pool, *set);
  if (!captured) throw std::runtime_error(captured.error().message());
  database.run(kSkyport);
}

void install_skyport(TestDatabase& database) {
  installation_over(WorldFiles::reference()).fill(database);
  add_skyport(database);
}

void add_deliveries(TestDatabase& database, int due_in, int count, int apart) {
  database.run(
      "insert into crm.service_deliveries (client_id, service_type, completed_at, status, "
      "account_updated_at) select 1, 'fuel', clock_timestamp() - interval '48 hours' + "
      "(" +
      std::to_string(due_in) + " + n * " + std::to_string(apart) +
      ") * interval '1 millisecond', 'completed', clock_timestamp() from generate_series(1, " +
      std::to_string(count) + ") n");
}

void Daemon::until_active() {
  until("select count(*) from steward.activation where done", 7);
  until(
      "select count(*) from steward.activation where done and not exists (select from "
      "steward.resync)",
      7);
}

void Daemon::until(const std::string& query, std::int64_t wanted) {
  until(query + " is at least " + std::to_string(wanted),
        [&] { return std::stoll(database.value(query)) >= wanted; });
}

}  // namespace steward::test
