// SPDX-License-Identifier: MIT
// Holds the rules this daemon runs by: follows the set in force, and offers what its files say.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "app/installation.hpp"
#include "steward/base/time_source.hpp"
#include "steward/engine/rule_loading.hpp"
#include "steward/store/daemons.hpp"

namespace steward::app {

/// Safe to use from several threads. The set that is held is replaced whole or not at all.
class RuleKeeper {
 public:
  /// `by` says in the database which daemon loaded a set, `host` whose files it reads.
  /// What an offer does is foreseen at an instant of `clock` from after its files were read.
  RuleKeeper(Installation& installation, TimeSource& clock, engine::LoadSettings settings,
             std::string by, std::string host);

  /// The set to run by; null while this daemon must wait.
  [[nodiscard]] std::shared_ptr<const model::RuleSet> running() const;
  /// The digest of the set it runs by; "" while it waits.
  [[nodiscard]] std::string digest() const;
  /// Why it waits, why its files were not taken, or what waits for a person; "" when all is well.
  [[nodiscard]] std::string note() const;
  [[nodiscard]] bool last_load_failed() const;

  /// Takes up the set in force, and offers the files if they were edited since they were last read;
  /// where nothing is in force they are put in force. False when there is nothing to run by: the
  /// files have errors, which are logged. Errors: of the database.
  [[nodiscard]] Result<bool> start();
  /// Reads the files and offers them. Files that say what they said at the last look are passed
  /// over when nobody asked (`origin` is `edit`). Errors: of the database.
  [[nodiscard]] Result<> look(model::LoadOrigin origin);
  /// Takes up another set that came into force; waits when it cannot be made. Offers again what a
  /// look could not.
  [[nodiscard]] Result<> follow(const store::Surroundings& surroundings);

  /// The files and folders that its configuration names, and the files of holidays that they name.
  [[nodiscard]] std::vector<std::filesystem::path> watched() const;

 private:
  /// Logs where capture is missing, so that changes would go unseen.
  void warn_of_gaps(const model::RuleSet& set);
  /// Files that are `known` leave all as it is.
  [[nodiscard]] Result<FilesRead> read(const std::string& known = {});
  [[nodiscard]] Result<> look_at(const std::string& known, model::LoadOrigin origin);
  /// Files whose effect cannot be foreseen wait for an edit, or for whoever mends what is said.
  void leave_aside(const Error& error);
  [[nodiscard]] Result<> offer(const FilesRead& files, model::LoadOrigin origin);
  [[nodiscard]] Result<> refuse(const FilesRead& files, model::LoadOrigin origin);
  [[nodiscard]] Result<> take_up(const std::string& wanted, const std::string& loaded_by);
  void run(std::shared_ptr<const model::RuleSet> set, const std::string& why);
  void wait(const std::string& why);
  void say(const model::RuleLoad& load);
  [[nodiscard]] engine::Offer offer_of(model::LoadOrigin origin) const;

  Installation& installation_;
  TimeSource& clock_;
  const std::string by_;
  const std::string host_;
  engine::RuleLoading loading_;
  std::mutex one_at_a_time_;  ///< held while sets are made and offered

  mutable std::mutex mutex_;                        ///< held while what follows is read or replaced
  std::shared_ptr<const model::RuleSet> running_;   ///< null: it waits
  std::shared_ptr<const model::RuleSet> of_files_;  ///< what the files made last; null: nothing
  std::string files_;                               ///< their digest
  bool look_again_ = false;                         ///< the last look came to no end
  std::vector<std::filesystem::path> feeds_;
  std::string waits_;   ///< why it waits, or ""
  std::string failed_;  ///< why the files were not taken, or ""
  std::string staged_;  ///< what waits for a person, or ""
  std::string tried_;   ///< the digest in force that could not be made
  std::chrono::steady_clock::time_point tried_at_{};  ///< when that was
};

}  // namespace steward::app
