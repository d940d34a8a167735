// SPDX-License-Identifier: MIT
// Whether a connection string may stand in a file.
#pragma once

#include <string_view>

namespace steward::rules {

/// Whether a libpq connection string, or URI, holds a password.
[[nodiscard]] bool holds_password(std::string_view connection);

}  // namespace steward::rules
