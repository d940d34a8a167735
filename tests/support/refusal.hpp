// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>
#include <string>

#include "support/test_database.hpp"

namespace steward::test {

/// What the server says against a statement; "" when it takes it.
inline std::string refusal(TestDatabase& database, const std::string& sql) {
  try {
    database.run(sql);
  } catch (const std::runtime_error& refused) {
    return refused.what();
  }
  return "";
}

}  // namespace steward::test
