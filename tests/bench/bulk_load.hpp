// SPDX-License-Identifier: MIT
// Many rows at once into tables whose triggers and indexes can wait.
#pragma once

#include <string>
#include <vector>

#include "support/test_database.hpp"

namespace steward::bench {

/// From its making to its end the database's own session fires no triggers, those that check
/// foreign keys and those of capture among them, and the tables have only the indexes that hold a
/// key.
class BulkLoad {
 public:
  explicit BulkLoad(test::TestDatabase& database);
  ~BulkLoad() noexcept(false);
  BulkLoad(const BulkLoad&) = delete;
  BulkLoad& operator=(const BulkLoad&) = delete;

 private:
  test::TestDatabase& database_;
  std::vector<std::string> indexes_;  ///< the statements that make them again
};

}  // namespace steward::bench
