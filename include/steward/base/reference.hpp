// SPDX-License-Identifier: MIT
// Short references that survive being read over a telephone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "steward/base/error.hpp"

namespace steward {

/// The reference of the commitment with this id (1, 2, …): Crockford Base32, three characters for
/// the first 32,768 ids, four for the next million, and so on. Neighbouring ids look unlike; no
/// two ids share one. Errors in speech are few: I, L and O do not occur, U neither.
[[nodiscard]] std::string reference_for(std::int64_t id);

/// The canonical spelling of what somebody typed or heard: upper case, I and L read as 1, O as 0,
/// hyphens and white space dropped. Errors: `invalid_input` when it cannot be a reference.
[[nodiscard]] Result<std::string> parse_reference(std::string_view text);

/// The reference of a breach: its year and its number in that year, "B-2026-00142".
[[nodiscard]] std::string breach_reference(int year, std::int64_t number);

}  // namespace steward
