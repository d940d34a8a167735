// SPDX-License-Identifier: MIT
// What hangs on promises that ended long ago is exported and dropped, a batch at a time. The
// promise itself stays, as do its breach, its entries in the ledger and its lateness.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "steward/base/instant.hpp"
#include "steward/store/pool.hpp"

namespace steward::store {

/// Keeps what is about to be dropped, as JSON lines, under a name. It must be durable on return:
/// the transaction that drops it commits next. If that fails the same name comes again, with what
/// takes the place of the former lines.
using Archive = std::function<Result<>(const std::string& name, const std::string& lines)>;

/// What one piece of work did.
struct RetentionStep {
  std::string month;          ///< "2019-03"; "before": of what has no month in its id; "" for none
  std::int64_t promises = 0;  ///< that were forgotten
  std::int64_t messages = 0;  ///< that were deleted
  std::string file;           ///< the name that the archive was given, or ""
  bool dropped = false;       ///< nothing is left of the month but the promises themselves
  bool more = false;          ///< there is more to do now
  bool waits = false;         ///< somebody else uses the tables: again in some minutes
  bool operator==(const RetentionStep&) const = default;
};

/// Any number of them may run on one database: who comes second does nothing. Killed at any
/// instant, the next goes on. Not for two threads at once.
class Retention {
 public:
  /// Promises of one transaction, and messages.
  static constexpr std::int64_t kBatch = 1000;

  /// `after`: since a promise ended, by the calendar in UTC. Without `archive` nothing is exported.
  Retention(Pool& pool, std::chrono::months after, Archive archive = {})
      : pool_(pool), after_(after), archive_(std::move(archive)) {}

  /// One transaction's worth of it. Errors: of the database, and those of the archive; nothing is
  /// dropped then.
  [[nodiscard]] Result<RetentionStep> run_once(Instant now);

 private:
  enum class Stage { promises, partitions, messages };
  /// A month of which something may go.
  struct Month {
    std::int32_t number = 0;
    bool due = false;  ///< promises of it may have ended long ago
  };
  /// How far this run is: what is lost with the process is found again.
  struct Progress {
    std::vector<Month> months;  ///< the one that is worked on, and those after it
    Stage stage = Stage::promises;
    std::int64_t after = 0;   ///< the last id that was looked at
    bool whole = false;       ///< every promise of the month may go: its partitions go with them
    std::size_t dropped = 0;  ///< of its partitions
  };
  class Run;

  Pool& pool_;
  std::chrono::months after_;
  Archive archive_;
  Progress progress_;
};

}  // namespace steward::store
