// SPDX-License-Identifier: MIT
// The closed list of texts that a check constraint allows.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace steward::store {

/// Reads a check's expression as `pg_get_expr` prints it. Of `column in ('a', 'b')`, with or
/// without `column is null or` before it, the texts; of any other shape nothing. `column` is
/// `VALUE` in a domain's check.
[[nodiscard]] std::vector<std::string> values_of_check(std::string_view expression,
                                                       std::string_view column);

}  // namespace steward::store
