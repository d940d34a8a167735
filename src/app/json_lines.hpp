// SPDX-License-Identifier: MIT
// JSON Lines: one object a line in, one object a line out, in order.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "steward/base/json.hpp"

namespace steward::app {

/// What answers one object; an error's text becomes `{"error": …}`.
using JsonAnswer = std::function<Result<json::object>(const json::object&)>;

/// The longest line that is read; a longer one is answered by an error.
inline constexpr std::size_t kLongestLine = 1 << 20;

/// The answer to one line, which has no newline.
[[nodiscard]] json::object answer_json_line(std::string_view line, const JsonAnswer& answer);

/// Answers each line that a descriptor gives until its end, the last one also without a newline.
/// Every line has one answer: an empty one, one that is not JSON or not an object, too. Answers are
/// written before it waits for more lines, so that a peer may wait for each.
/// Errors: `unavailable` when a descriptor fails.
[[nodiscard]] Result<> answer_json_lines(int input, int output, const JsonAnswer& answer);

}  // namespace steward::app
