// SPDX-License-Identifier: MIT
// How the components of an iCalendar text lie in each other, by line.
#pragma once

#include <string_view>
#include <vector>

#include "steward/base/error.hpp"

namespace steward::calendar {

/// The lines, from 1, at which its events begin, in order. libical mends what is broken and knows
/// no lines, so this is asked first. Errors: `invalid_input` for a text that is not iCalendar, or
/// whose components do not end as they begin.
[[nodiscard]] Result<std::vector<int>> event_lines(std::string_view text);

/// What is wrong with the text at a line.
[[nodiscard]] Error wrong_line(int line, std::string_view what);

}  // namespace steward::calendar
