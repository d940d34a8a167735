// SPDX-License-Identifier: MIT
#include "steward/base/instant.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <optional>

namespace steward {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// Reads exactly `digits` decimal digits from the front of `text`.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, char wanted) {
  if (text.empty() || text.front() != wanted) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<Microseconds> take_fraction(std::string_view& text) {
  std::int64_t micros = 0;
  std::int64_t unit = 100000;
  std::size_t digits = 0;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    micros += (text.front() - '0') * unit;
    unit /= 10;
    ++digits;
    text.remove_prefix(1);
  }
  if (digits == 0) return std::nullopt;
  return Microseconds(micros);
}

std::optional<Microseconds> take_offset(std::string_view& text) {
  if (take(text, 'Z') || take(text, 'z')) return Microseconds(0);
  const bool west = take(text, '-');
  if (!west && !take(text, '+')) return std::nullopt;
  const auto hour = take_number(text, 2);
  if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  const Microseconds offset = hours(*hour) + minutes(*minute);
  return west ? -offset : offset;
}

std::optional<Instant> read_instant(std::string_view text) {
  const auto year = take_number(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_number(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_number(text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  Instant instant = std::chrono::sys_days(date);
  if (text.empty()) return instant;
  if (!take(text, 'T') && !take(text, 't') && !take(text, ' ')) return std::nullopt;
  const auto hour = take_number(text, 2);
  if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || *minute > 59 || !take(text, ':')) return std::nullopt;
  const auto second = take_number(text, 2);
  if (!second || *second > 59) return std::nullopt;
  instant += hours(*hour) + minutes(*minute) + seconds(*second);
  if (take(text, '.')) {
    const auto fraction = take_fraction(text);
    if (!fraction) return std::nullopt;
    instant += *fraction;
  }
  const auto offset = take_offset(text);
  if (!offset || !text.empty()) return std::nullopt;
  return instant - *offset;
}

}  // namespace

std::string to_rfc3339(Instant instant) {
  const auto day = std::chrono::floor<days>(instant);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(instant - day);
  std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", int(date.year()),
                                 unsigned(date.month()), unsigned(date.day()), time.hours().count(),
                                 time.minutes().count(), time.seconds().count());
  if (const auto fraction = time.subseconds().count(); fraction != 0) {
    text += fmt::format(".{:06}", fraction);
    while (text.back() == '0') text.pop_back();
  }
  return text + "Z";
}

Result<Instant> parse_instant(std::string_view text) {
  if (const auto instant = read_instant(text)) return *instant;
  return Error(ErrorCode::invalid_input,
               fmt::format("'{}' is not an instant: expected 2026-11-22T15:00:00Z, with an offset "
                           "in place of Z where it is local time, or a date 2026-11-22",
                           text));
}

std::string to_words(Microseconds duration) {
  const auto total = std::chrono::floor<seconds>(std::chrono::abs(duration)).count();
  struct Unit {
    std::int64_t length;
    std::string_view name;
  };
  constexpr std::array<Unit, 4> units{Unit{86400, "d"}, Unit{3600, "h"}, Unit{60, "min"},
                                      Unit{1, "s"}};
  for (std::size_t i = 0; i < units.size(); ++i) {
    const auto large = total / units[i].length;
    if (large == 0) continue;
    if (i + 1 == units.size()) return fmt::format("{} s", large);
    const auto small = total % units[i].length / units[i + 1].length;
    if (small == 0) return fmt::format("{} {}", large, units[i].name);
    return fmt::format("{} {} {} {}", large, units[i].name, small, units[i + 1].name);
  }
  return "0 s";
}

}  // namespace steward
