// SPDX-License-Identifier: MIT
// When a step acts: `start + 2h`, `due`, `due - 24h`, `due + 4 working hours`, `75%`.
#pragma once

#include <optional>

#include "rules/placed_text.hpp"
#include "steward/model/rule.hpp"

namespace steward::rules {

/// Nothing when a mistake was reported.
[[nodiscard]] std::optional<model::Moment> parse_moment(const PlacedText& text, Problems& problems);

/// Reports what was no length of time: the message, and as a hint what was expected.
void report_length(const SourceMark& mark, const Error& error, Problems& problems);

}  // namespace steward::rules
