// SPDX-License-Identifier: MIT
// Mistakes in files as JSON, for editors and CI.
#pragma once

#include "steward/base/json.hpp"
#include "steward/base/problem.hpp"

namespace steward {

/// {"errors": 1, "warnings": 0, "problems": [{"file", "line", "column", "length", "severity",
/// "message", "hint"}]}, sorted; line and column are 0 where they are unknown, hint may be "".
[[nodiscard]] json::object to_json(const Problems& problems);

}  // namespace steward
