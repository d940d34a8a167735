// SPDX-License-Identifier: MIT
// The database as the loops see it: what is wrong is said once, and so is that it is over.
#pragma once

#include <atomic>
#include <string>

#include "steward/base/error.hpp"
#include "steward/store/pool.hpp"

namespace steward::app {

/// Tells a database that is away, which stops everything, from one that is there and did not do
/// one piece of work: a session that was cut, a full disk, sessions that are all busy.
class DatabaseWatch {
 public:
  explicit DatabaseWatch(const store::Pool& pool) : pool_(pool) {}

  /// The work of a loop failed, `in_a_row` times by now.
  void failed(const std::string& loop, const Error& error, int in_a_row);
  /// It did its work, after so many failures. Answers whether the database had been away.
  bool succeeded(const std::string& loop, int failures);
  [[nodiscard]] bool is_up() const { return up_; }

 private:
  const store::Pool& pool_;
  std::atomic<bool> up_{true};
};

/// Worth another try: the database is away or did not answer, or somebody else was first.
[[nodiscard]] bool is_passing(const Error& error);

}  // namespace steward::app
