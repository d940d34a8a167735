// SPDX-License-Identifier: MIT
// SHA-256, the name of a revision.
#pragma once

#include <string>
#include <string_view>

namespace steward {

/// 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256(std::string_view text);

}  // namespace steward
