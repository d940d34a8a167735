// SPDX-License-Identifier: MIT
// What standard output is: a terminal of some width, or a file.
#pragma once

#include "app/table.hpp"

namespace steward::app {

/// Coloured and within the terminal's width on a terminal, unless NO_COLOR is set (no-color.org);
/// plain and as wide as needed otherwise.
[[nodiscard]] TableStyle style_of_stdout();

}  // namespace steward::app
