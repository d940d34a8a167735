// SPDX-License-Identifier: MIT
// What answers one line of `steward schedule --jsonl`.
#pragma once

#include "steward/base/json.hpp"

namespace steward::app {

/// Answers {"dtstart": …, "rrule": …, …}: see the command's help. Errors: `invalid_input`, naming
/// the key.
[[nodiscard]] Result<json::object> answer_schedule_line(const json::object& request);

}  // namespace steward::app
