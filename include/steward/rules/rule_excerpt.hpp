// SPDX-License-Identifier: MIT
// The lines of a file that one of its rules stands on.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace steward::rules {

/// As they were written, with the comment above them; nothing when the text, a rule file's, has no
/// such rule.
[[nodiscard]] std::optional<std::string> rule_excerpt(const std::string& text,
                                                      std::string_view rule);

}  // namespace steward::rules
