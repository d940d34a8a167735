// SPDX-License-Identifier: MIT
// What every command begins with: the settings, the database they name, the files they name.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "steward/base/error.hpp"
#include "steward/base/problem.hpp"
#include "steward/engine/rule_loading.hpp"
#include "steward/model/roster.hpp"
#include "steward/model/rule.hpp"
#include "steward/rules/settings.hpp"
#include "steward/store/pool.hpp"
#include "steward/store/postgres_store.hpp"
#include "steward/store/server_clock.hpp"

namespace steward::app {

/// What the files of a host are, and what they make.
struct FilesRead {
  std::string digest;
  bool known = false;                         ///< they say what they said: nothing was made of them
  std::shared_ptr<const model::RuleSet> set;  ///< null: they have errors, or are known
  std::vector<std::filesystem::path> feeds;   ///< files of holidays that they name
  Problems problems;
};

/// The settings with sessions on their database. Making it does not connect.
class Installation {
 public:
  /// Errors: `invalid_input` when the settings name no database, or one that libpq cannot read.
  [[nodiscard]] static Result<std::unique_ptr<Installation>> open(rules::Settings settings);

  [[nodiscard]] const rules::Settings& settings() const { return settings_; }
  [[nodiscard]] store::Pool& pool() { return pool_; }
  [[nodiscard]] store::PostgresStore& store() { return store_; }
  /// These two share a session that nobody else has: what is due finds every statement prepared,
  /// and waits for no other work.
  [[nodiscard]] store::PostgresStore& firing_store() { return firing_store_; }
  [[nodiscard]] store::ServerClock& firing_clock() { return firing_clock_; }
  [[nodiscard]] store::ServerClock& clock() { return clock_; }

  /// Reads the catalog and all files of this host, and warns of holidays that end soon. Errors:
  /// `unavailable` and others of the database. Files whose digest is `known` are not looked at any
  /// further. `unknown_people` is what a role is that nobody has, or a person who is not there.
  [[nodiscard]] Result<FilesRead> read(const std::string& known = {},
                                       Severity unknown_people = Severity::warning);
  /// The set that the files make; null when one has an error: see `problems`. Errors: as `read`.
  [[nodiscard]] Result<std::shared_ptr<const model::RuleSet>> load(
      Problems& problems, Severity unknown_people = Severity::warning);
  /// The set in force, made of the texts in the database: what every daemon runs by, whatever
  /// files lie on its host. Null when nothing is in force, or, with `problems`, when this program
  /// or this catalog cannot make it. Errors: of the database.
  [[nodiscard]] Result<std::shared_ptr<const model::RuleSet>> load_in_force(Problems& problems);
  /// Any set that is stored, by its digest. Null when it is not, or, with `problems`, when it
  /// cannot be made. Errors: of the database.
  [[nodiscard]] Result<std::shared_ptr<const model::RuleSet>> load_stored(const std::string& digest,
                                                                          Problems& problems);

 private:
  Installation(rules::Settings settings, const std::string& connection);
  [[nodiscard]] Result<std::shared_ptr<const model::RuleSet>> make(const rules::FileSet& files,
                                                                   Problems& problems,
                                                                   Severity unknown_people);
  std::optional<model::Roster> read_roster(const model::PeopleQueries& people);

  rules::Settings settings_;
  store::Pool pool_;
  store::PostgresStore store_;
  store::ServerClock clock_;
  store::Pool firing_pool_;
  store::PostgresStore firing_store_;
  store::ServerClock firing_clock_;
};

/// Why files make no set. `files` has errors.
[[nodiscard]] engine::Refusal refusal_of(const FilesRead& files);
/// The first error in one line: "rules/follow-up.yaml:3:5: unknown key 'wihtin'".
[[nodiscard]] std::string first_error(const Problems& problems);

/// How a set's doings are foreseen on this installation.
[[nodiscard]] engine::RuleLoading::Foresee foresee(Installation& installation,
                                                   const engine::LoadSettings& settings);
/// What the configuration says of loading. `delivery` is its own.
[[nodiscard]] engine::LoadSettings load_settings(const rules::Settings& settings,
                                                 engine::DispatchSettings delivery);

}  // namespace steward::app
