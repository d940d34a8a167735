// SPDX-License-Identifier: MIT
// What a caller can do about a failed statement, read from its SQLSTATE.
#pragma once

#include <string_view>

#include "steward/base/error.hpp"

namespace steward::store {

/// The next action for a SQLSTATE (PostgreSQL 15, appendix A); `internal` for what no caller could
/// mend, which includes an empty or unknown one.
[[nodiscard]] ErrorCode classify(std::string_view sqlstate);

}  // namespace steward::store
