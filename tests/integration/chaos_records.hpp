// SPDX-License-Identifier: MIT
// The records of the chaos test: made, changed and taken back while the daemons are in trouble.
#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "integration/chaos_oracle.hpp"
#include "support/test_database.hpp"

namespace steward::test {

/// A service that two rules promise something of: that the account is updated (a column of its
/// own) and that its client is called (a row elsewhere).
class ChaosRecords {
 public:
  static const ChaosRule kUpdate;
  static const ChaosRule kCall;
  /// The file of both rules, and that of the chain.
  [[nodiscard]] static std::string rules();
  [[nodiscard]] static std::string chains();

  /// `begun` is since when the rules are in force.
  ChaosRecords(TestDatabase& database, Instant begun, std::uint32_t seed);

  [[nodiscard]] std::size_t size() const { return records_.size(); }
  void add(int count);
  /// Changes one at random whose first step has not come yet.
  void change_a_young_one();
  /// Ends some promises of which everything has been said.
  void end_some_that_are_late();

  /// Line by line what must have become of each promise, by "rule key".
  [[nodiscard]] std::map<std::string, std::string> expected() const;
  /// The same of what has become of them.
  [[nodiscard]] std::map<std::string, std::string> found();
  /// Those that were changed so near to their first step that both outcomes are right.
  [[nodiscard]] const std::set<std::string>& raced() const { return raced_; }

 private:
  struct Record {
    std::int64_t id = 0;
    std::int64_t client = 0;
    ChaosStory update;
    ChaosStory call;
    [[nodiscard]] bool is_open() const {
      return update.ended == Ended::never && call.ended == Ended::never;
    }
  };

  Instant now();
  int roll(int sides) { return std::uniform_int_distribution<int>(0, sides - 1)(random_); }
  void add_late_ones(int count);
  void add_records(int count, const std::string& completed_at, bool late);
  void update_account(Record& record, Ended ended, const std::string& at);
  void call_client(Record& record, Ended ended, const std::string& at);
  void take_update_back(Record& record);
  void move(Record& record);
  void withdraw(Record& record, Ended ended);
  [[nodiscard]] bool is_noticed(const Record& record);
  void check_race(const Record& record, Instant first_step);
  void end(Record& record, const std::string& rule);

  TestDatabase& database_;
  const Instant begun_;
  std::mt19937 random_;
  std::map<std::int64_t, Record> records_;
  std::vector<std::int64_t> young_;
  std::set<std::string> decided_;  ///< late promises that were ended or left for good
  std::set<std::string> raced_;
};

}  // namespace steward::test
