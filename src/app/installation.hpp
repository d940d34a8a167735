// SPDX-License-Identifier: MIT
// What every command begins with: the settings, the database they name, the files they name.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "steward/base/error.hpp"
#include "steward/base/problem.hpp"
#include "steward/model/roster.hpp"
#include "steward/model/rule.hpp"
#include "steward/rules/settings.hpp"
#include "steward/store/pool.hpp"
#include "steward/store/postgres_store.hpp"
#include "steward/store/server_clock.hpp"

namespace steward::app {

/// The settings with a pool of sessions on their database. Making it does not connect.
class Installation {
 public:
  /// Errors: `invalid_input` when the settings name no database, or one that libpq cannot read.
  [[nodiscard]] static Result<std::unique_ptr<Installation>> open(rules::Settings settings);

  [[nodiscard]] const rules::Settings& settings() const { return settings_; }
  [[nodiscard]] store::Pool& pool() { return pool_; }
  [[nodiscard]] store::PostgresStore& store() { return store_; }
  [[nodiscard]] store::ServerClock& clock() { return clock_; }

  /// Reads the catalog and all files, and warns of holidays that end soon. Null when a file has an
  /// error: see `problems`. `unknown_people` is what a role is that nobody has, or a person who is
  /// not there. Errors: `unavailable` and others of the database.
  [[nodiscard]] Result<std::shared_ptr<const model::RuleSet>> load(
      Problems& problems, Severity unknown_people = Severity::warning);

 private:
  Installation(rules::Settings settings, const std::string& connection);
  std::optional<model::Roster> read_roster(const model::PeopleQueries& people);

  rules::Settings settings_;
  store::Pool pool_;
  store::PostgresStore store_;
  store::ServerClock clock_;
};

}  // namespace steward::app
