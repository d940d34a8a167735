// SPDX-License-Identifier: MIT
// Forms of SQL that answer null where the plain operator would raise an error. Each mentions its
// operand once: an expression of a hundred levels stays a hundred times as long, not two to the
// hundredth.
#pragma once

#include <string>
#include <string_view>

namespace steward::rules {

inline constexpr std::string_view kCapitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
inline constexpr std::string_view kSmallLetters = "abcdefghijklmnopqrstuvwxyz";

/// A numeric as bigint; null beyond 64 bits, for NaN and for infinities.
[[nodiscard]] std::string bounded_integer(std::string_view numeric);
/// A numeric within what CEL's doubles can be; else null.
[[nodiscard]] std::string bounded_number(std::string_view numeric);
/// An instant of the years 1 to 9999; else null.
[[nodiscard]] std::string bounded_instant(std::string_view timestamptz);
/// An interval of at most 10,000 years of 365.25 days to either side; else null.
[[nodiscard]] std::string bounded_duration(std::string_view interval);
/// Whether a date or timestamp lies in the years 1 to 9999: what calendars can reckon with.
[[nodiscard]] std::string in_calendar(std::string_view column);

/// The numeric that a text spells; null for any other text.
[[nodiscard]] std::string integer_in(std::string_view text);
[[nodiscard]] std::string number_in(std::string_view text);
/// The instant that a text spells in RFC 3339; null for any other text.
[[nodiscard]] std::string instant_in(std::string_view text);
/// The interval that a text spells as CEL writes durations; null for any other. `name`: of a
/// subquery, which is used nowhere else.
[[nodiscard]] std::string duration_in(std::string_view text, std::string_view name);

/// "2026-01-31T00:00:00.5Z"
[[nodiscard]] std::string written_instant(std::string_view timestamptz);
/// "5400s"
[[nodiscard]] std::string written_duration(std::string_view interval);
/// As CEL writes a double.
[[nodiscard]] std::string written_number(std::string_view numeric);

}  // namespace steward::rules
