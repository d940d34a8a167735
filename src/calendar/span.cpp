// SPDX-License-Identifier: MIT
#include "steward/calendar/span.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <vector>

namespace steward::calendar {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// Longer ones are slips of the keyboard, and shorter ones cannot overflow.
constexpr int kMostYears = 100;
constexpr int kMostDays = kMostYears * 365;
constexpr int kMostMonths = kMostYears * 12;

/// A number and the word that follows it, with or without a space: "48h", "2 days".
struct Measure {
  std::int64_t count = 0;
  std::string_view unit;
};

void skip_spaces(std::string_view& text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
}

std::string_view without_spaces(std::string_view text) {
  skip_spaces(text);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

template <class Predicate>
std::string_view take_while(std::string_view& text, Predicate wanted) {
  std::size_t length = 0;
  while (length < text.size() && wanted(text[length])) ++length;
  const auto taken = text.substr(0, length);
  text.remove_prefix(length);
  return taken;
}

std::string_view take_word(std::string_view& text) {
  const auto word = take_while(text, [](char c) { return c >= 'a' && c <= 'z'; });
  skip_spaces(text);
  return word;
}

std::optional<Measure> take_measure(std::string_view& text) {
  const auto digits = take_while(text, [](char c) { return c >= '0' && c <= '9'; });
  // Ten digits hold a hundred years of seconds.
  if (digits.empty() || digits.size() > 10) return std::nullopt;
  Measure measure;
  for (const char digit : digits) measure.count = measure.count * 10 + (digit - '0');
  skip_spaces(text);
  measure.unit = take_word(text);
  if (measure.unit.empty()) return std::nullopt;
  return measure;
}

std::optional<std::vector<Measure>> read_measures(std::string_view text) {
  std::vector<Measure> measures;
  text = without_spaces(text);
  while (!text.empty()) {
    const auto measure = take_measure(text);
    if (!measure) return std::nullopt;
    measures.push_back(*measure);
  }
  return measures;
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  for (const auto candidate : words) {
    if (word == candidate) return true;
  }
  return false;
}

std::optional<seconds> unit_of_time(std::string_view word, bool days_too) {
  if (is_one_of(word, {"s", "sec", "second", "seconds"})) return seconds(1);
  if (is_one_of(word, {"m", "min", "minute", "minutes"})) return minutes(1);
  if (is_one_of(word, {"h", "hour", "hours"})) return hours(1);
  if (days_too && is_one_of(word, {"d", "day", "days"})) return hours(24);
  if (days_too && is_one_of(word, {"w", "week", "weeks"})) return hours(24 * 7);
  return std::nullopt;
}

/// Each unit once, the larger before the smaller.
std::optional<Microseconds> read_time(std::string_view text, bool days_too) {
  const auto measures = read_measures(text);
  if (!measures || measures->empty()) return std::nullopt;
  constexpr seconds kMost = hours(24) * kMostDays;
  seconds total{0};
  seconds last_unit = seconds::max();
  for (const auto& [count, word] : *measures) {
    const auto unit = unit_of_time(word, days_too);
    if (!unit || *unit >= last_unit || count > kMost / *unit) return std::nullopt;
    total += count * *unit;
    last_unit = *unit;
  }
  return total > kMost ? std::nullopt : std::optional<Microseconds>(total);
}

std::optional<Span> counted(SpanKind kind, std::int64_t count, int in_one, int most) {
  if (count < 1 || count > most / in_one) return std::nullopt;
  return Span{kind, Microseconds(0), static_cast<int>(count) * in_one};
}

std::optional<Span> read_counted(std::string_view text) {
  text = without_spaces(text);
  auto measure = take_measure(text);
  if (!measure) return std::nullopt;
  const auto [count, unit] = *measure;
  if (is_one_of(unit, {"working"})) {
    const auto noun = take_word(text);
    if (!text.empty() || !is_one_of(noun, {"day", "days"})) return std::nullopt;
    return counted(SpanKind::working_days, count, 1, kMostDays);
  }
  if (!text.empty()) return std::nullopt;
  if (is_one_of(unit, {"day", "days"})) return counted(SpanKind::days, count, 1, kMostDays);
  if (is_one_of(unit, {"week", "weeks"})) return counted(SpanKind::days, count, 7, kMostDays);
  if (is_one_of(unit, {"month", "months"})) return counted(SpanKind::months, count, 1, kMostMonths);
  if (is_one_of(unit, {"year", "years"})) return counted(SpanKind::months, count, 12, kMostMonths);
  return std::nullopt;
}

bool is_end_of_next_working_day(std::string_view text) {
  text = without_spaces(text);
  for (const auto word : {"end", "of", "next", "working", "day"}) {
    if (take_word(text) != word) return false;
  }
  return text.empty();
}

std::string with_count(int count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 || count == -1 ? "" : "s");
}

std::string spell_time(Microseconds time) {
  const std::chrono::hh_mm_ss parts(std::chrono::duration_cast<seconds>(time));
  std::string text;
  const auto append = [&](std::int64_t count, char unit) {
    if (count == 0) return;
    text += fmt::format("{}{}{}", text.empty() ? parts.is_negative() ? "-" : "" : " ", count, unit);
  };
  append(parts.hours().count(), 'h');
  append(parts.minutes().count(), 'm');
  append(parts.seconds().count(), 's');
  return text.empty() ? "0s" : text;
}

}  // namespace

Result<Span> parse_span(std::string_view text) {
  if (is_end_of_next_working_day(text)) return Span{SpanKind::end_of_next_working_day, {}, 0};
  auto length = without_spaces(text);
  const bool back = !length.empty() && length.front() == '-';
  if (back) length.remove_prefix(1);
  const int sign = back ? -1 : 1;
  if (const auto span = read_counted(length)) return Span{span->kind, {}, sign * span->count};
  if (const auto time = read_time(length, false)) {
    return Span{SpanKind::open_time, sign * *time, 0};
  }
  return Error(ErrorCode::invalid_input,
               fmt::format("'{}' is not a length of time up to {} years: expected 48h, 90m, 10s, "
                           "1h 30m, 2 days, 1 week, 1 month, 1 year, 2 working days or end of next "
                           "working day",
                           text, kMostYears));
}

Result<Microseconds> parse_elapsed(std::string_view text) {
  if (const auto time = read_time(text, true)) return *time;
  return Error(ErrorCode::invalid_input,
               fmt::format("'{}' is not an elapsed time up to {} years: expected 24h, 90m, 10s, "
                           "1h 30m or 2d",
                           text, kMostYears));
}

Result<Microseconds> share_of(Microseconds time, int percent) {
  if (percent < 0 || percent > 100) {
    return Error(ErrorCode::invalid_input,
                 fmt::format("a percentage is from 0 to 100, not {}", percent));
  }
  // Hundredths first: the whole times a hundred may be too much.
  return time / 100 * percent + time % 100 * percent / 100;
}

std::string to_string(const Span& span) {
  switch (span.kind) {
    case SpanKind::open_time:
      return spell_time(span.time);
    case SpanKind::days:
      return with_count(span.count, "day");
    case SpanKind::months:
      return span.count % 12 == 0 ? with_count(span.count / 12, "year")
                                  : with_count(span.count, "month");
    case SpanKind::working_days:
      return with_count(span.count, "working day");
    case SpanKind::end_of_next_working_day:
      return "end of next working day";
  }
  return {};
}

}  // namespace steward::calendar
