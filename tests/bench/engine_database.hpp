// SPDX-License-Identifier: MIT
// A database with the reference CRM and steward at work on it by the benchmarks' one rule.
#pragma once

#include <memory>

#include "steward/model/rule.hpp"
#include "steward/store/pool.hpp"
#include "steward/store/postgres_store.hpp"
#include "support/must.hpp"
#include "support/test_database.hpp"

namespace steward::bench {

/// When the benchmarks' rule came into force: before whatever they are about.
inline constexpr const char* kInForceSince = "2020-01-01T00:00:00Z";

/// Dropped at its end. What cannot be done throws `std::runtime_error`.
class EngineDatabase {
 public:
  /// Skyport's people, no client, and the rule of tests/data/bench-rules, which has looked at all
  /// that there is.
  EngineDatabase();

  /// Another with all that is in this one.
  [[nodiscard]] std::unique_ptr<EngineDatabase> copy();

  [[nodiscard]] test::TestDatabase& database() { return *database_; }
  [[nodiscard]] store::PostgresStore& store() { return *store_; }
  [[nodiscard]] const model::RuleSet& rules() const { return *rules_; }

  /// So that no run pays for the one before: visibility, statistics, and pages on disk.
  void settle();

 private:
  EngineDatabase(std::unique_ptr<test::TestDatabase> database,
                 std::shared_ptr<const model::RuleSet> rules);
  void open();

  std::unique_ptr<test::TestDatabase> database_;
  std::unique_ptr<store::Pool> pool_;
  std::unique_ptr<store::PostgresStore> store_;
  std::shared_ptr<const model::RuleSet> rules_;
};

/// When the next commitment is due; throws when nothing is.
[[nodiscard]] Instant next_due(EngineDatabase& world);

using test::must;

}  // namespace steward::bench
