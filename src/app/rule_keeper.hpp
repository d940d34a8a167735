// SPDX-License-Identifier: MIT
// Holds the rules this daemon runs by: loads them, puts them in force, follows what is in force.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "app/installation.hpp"
#include "steward/store/daemons.hpp"

namespace steward::app {

/// Safe to use from several threads. The set that is held is replaced whole or not at all.
class RuleKeeper {
 public:
  /// `by` says in the database which daemon loaded a set.
  RuleKeeper(Installation& installation, std::string by)
      : installation_(installation), by_(std::move(by)) {}

  /// The set to run by; null while this daemon must wait.
  [[nodiscard]] std::shared_ptr<const model::RuleSet> running() const;
  /// The digest of the files as last loaded; "" before.
  [[nodiscard]] std::string digest() const;
  /// Why it waits, or why the last load failed; "" when all is well.
  [[nodiscard]] std::string note() const;
  [[nodiscard]] bool last_load_failed() const;

  /// Reads the files. False when they have errors, which are logged: what was held is held on.
  /// Errors: of the database.
  [[nodiscard]] Result<bool> load();
  /// Reads the files and, when they are right, puts them in force. As `load`.
  [[nodiscard]] Result<bool> reload(Instant now);
  /// Compares what is held with what is in force: takes it up, or waits. While `starting`, puts its
  /// own in force when nobody runs the other any more.
  [[nodiscard]] Result<> follow(const store::Surroundings& surroundings, bool starting,
                                Instant now);

 private:
  /// Logs where capture is missing, so that changes would go unseen.
  void warn_of_gaps(const model::RuleSet& set);
  [[nodiscard]] Result<> put_in_force(Instant now);
  void wait_for(const store::Surroundings& surroundings);
  void run(const std::string& why);

  Installation& installation_;
  const std::string by_;
  mutable std::mutex mutex_;
  std::shared_ptr<const model::RuleSet> set_;
  bool running_ = false;
  bool last_load_failed_ = false;
  std::string note_;
  std::string looked_for_;  ///< the digest in force for which the files were read last
  Instant looked_at_{};     ///< when that was
};

}  // namespace steward::app
