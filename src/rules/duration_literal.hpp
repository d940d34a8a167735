// SPDX-License-Identifier: MIT
// The spelling of CEL's durations, which is Go's: "1h30m", "-1.5s", "300ms", "0".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "steward/base/instant.hpp"

namespace steward::rules {

/// The longest duration of CEL, to either side: 10,000 years.
inline constexpr Microseconds kLongestDuration{std::int64_t{315'576'000'000} * 1'000'000};

struct DurationLiteral {
  Microseconds length{0};
  bool exact = true;  ///< false: what is below a microsecond was dropped
};

/// Nothing when `text` is no duration, or one that is longer than CEL's.
[[nodiscard]] std::optional<DurationLiteral> parse_duration(std::string_view text);

/// "5400s", "-1.5s": how CEL writes a duration.
[[nodiscard]] std::string to_seconds(Microseconds length);

}  // namespace steward::rules
