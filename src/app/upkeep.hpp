// SPDX-License-Identifier: MIT
// What is done once an hour whether rules run or not: the partitions of the months to come are
// made, and what hangs on promises that ended long ago is dropped, if the configuration says so.
#pragma once

#include <chrono>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>

#include "steward/rules/settings.hpp"
#include "steward/store/retention.hpp"

namespace steward::app {

class Upkeep {
 public:
  static constexpr std::chrono::hours kEvery{1};
  /// Until it tries again what others hold up: for a moment, or, more and more seldom, for long.
  static constexpr std::chrono::seconds kSoon{5};
  /// Until it tries again what could not be written; of what others hold up the longest.
  static constexpr std::chrono::minutes kAgain{5};

  Upkeep(store::Pool& pool, const std::optional<rules::RetentionSettings>& settings);

  /// One piece of work. Answers when to call again; zero when there is more to do. Errors: of the
  /// database. A folder that cannot be written is none: it is logged once, and said by `trouble`.
  [[nodiscard]] Result<std::chrono::microseconds> run_once(Instant now);

  /// Why nothing is dropped, or "". From any thread.
  [[nodiscard]] std::string trouble() const;

 private:
  Result<> archive(const std::string& name, const std::string& lines);
  void tell(const store::RetentionStep& step) const;
  void set_trouble(std::string trouble);

  store::Pool& pool_;
  std::filesystem::path folder_;  ///< "": nothing is exported
  std::optional<store::Retention> retention_;
  bool under_way_ = false;
  std::chrono::microseconds patience_ = kSoon;  ///< the next time that others hold it up
  std::optional<Error> not_written_;            ///< of this piece of work
  mutable std::mutex mutex_;
  std::string trouble_;
};

}  // namespace steward::app
