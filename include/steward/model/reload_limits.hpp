// SPDX-License-Identifier: MIT
// How much a changed rule set may do before a person has to ask for it.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace steward::model {

/// When edited files come into force.
enum class ReloadMode {
  guarded,  ///< by themselves, when what they would do is within the limits
  always,   ///< by themselves, unless a breach would be taken back
  manual,   ///< when a person says so
};
[[nodiscard]] std::string_view to_string(ReloadMode mode);
[[nodiscard]] std::optional<ReloadMode> parse_reload_mode(std::string_view text);

/// The most that a set may do and still be loaded by itself. A breach that would be taken back is
/// never within them.
struct ReloadLimits {
  std::size_t cancelled = 20;  ///< promises cancelled
  std::size_t moved = 20;      ///< promises that get another due
  std::size_t breached = 5;    ///< promises that breach at once
  std::size_t messages = 50;   ///< messages of the next 24 hours that would not go otherwise
  bool operator==(const ReloadLimits&) const = default;
};

}  // namespace steward::model
