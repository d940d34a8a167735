// SPDX-License-Identifier: MIT
// Pauses as JSON: a list of [from, to] in microseconds since the epoch, `to` null without an end.
#pragma once

#include <string_view>
#include <vector>

#include "steward/base/json.hpp"
#include "steward/calendar/pauses.hpp"

namespace steward::store {

[[nodiscard]] json::array pauses_to_json(const std::vector<calendar::Pause>& pauses);

/// Pairs without a beginning are left out: a record may have such. "" is no pause. What is no such
/// list throws `StatementFailed`: the statement is wrong.
[[nodiscard]] std::vector<calendar::Pause> pauses_from_json(std::string_view text);

}  // namespace steward::store
