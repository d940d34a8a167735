// SPDX-License-Identifier: MIT
// When a step acts: `start + 2h`, `due`, `due - 24h`, `due + 4 working hours`, `75%`,
// `due - 2 working days`.
#pragma once

#include <optional>

#include "rules/placed_text.hpp"
#include "steward/model/rule.hpp"

namespace steward::rules {

/// Nothing when a mistake was reported.
[[nodiscard]] std::optional<model::Moment> parse_moment(const PlacedText& text, Problems& problems);

/// How long a step waits before it acts again: elapsed or open time, at least a minute.
struct Interval {
  Microseconds time{0};
  bool working = false;
};

/// "4h", "1 week", "30 working minutes". Nothing when a mistake was reported.
[[nodiscard]] std::optional<Interval> parse_interval(const PlacedText& text, Problems& problems);

/// Reports what was no length of time: the message, and as a hint what was expected.
void report_length(const SourceMark& mark, const Error& error, Problems& problems);

}  // namespace steward::rules
