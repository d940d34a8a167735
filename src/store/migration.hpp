// SPDX-License-Identifier: MIT
// The versions of the schema, embedded in the program.
#pragma once

#include <string>
#include <vector>

namespace steward::store {

struct Migration {
  std::string name;  ///< "0001_foundation"
  std::string sql;
};

/// In the order in which they are applied.
[[nodiscard]] const std::vector<Migration>& embedded_migrations();

}  // namespace steward::store
