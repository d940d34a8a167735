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

Result<std::shared_ptr<const model::RuleSet>> Installation::load(Problems& problems,
                                                                 Severity unknown_people) {
  const auto header = rules::read_model_header(settings_.paths.model, problems);
  if (problems.has_errors()) return std::shared_ptr<const model::RuleSet>();
  const auto catalog = store::read_catalog(pool_, header.schema);
  if (!catalog) return catalog.error();
  const rules::Directory directory{
      [this](const model::PeopleQueries& people) { return read_roster(people); }, unknown_people};
  auto set =
      rules::load_rules(settings_.paths, *catalog, settings_.organisation, problems, directory);
  if (!set) return set;
  const auto now = clock_.now();
  if (!now) return now.error();
  rules::warn_of_ends(set->holiday_files, *now, problems);
  return set;
}

std::optional<model::Roster> Installation::read_roster(const model::PeopleQueries& people) {
  std::optional<model::Roster> roster;
  const auto read = store_.transact([&](engine::Transaction& transaction) -> Result<> {
    roster = transaction.roster(people);
    return {};
  });
  return read ? roster : std::nullopt;
}

}  // namespace steward::app
