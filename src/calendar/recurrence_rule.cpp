// SPDX-License-Identifier: MIT
#include "calendar/recurrence_rule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <string>

#include "steward/base/instant.hpp"
#include "steward/base/problem.hpp"

namespace steward::calendar {
namespace {

constexpr std::array<std::string_view, 7> kFrequencies{"SECONDLY", "MINUTELY", "HOURLY", "DAILY",
                                                       "WEEKLY",   "MONTHLY",  "YEARLY"};
constexpr std::array<std::string_view, 7> kWeekdays{"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
constexpr int kMost = 1'000'000;

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return result;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> pieces;
  while (true) {
    const auto end = text.find(separator);
    pieces.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return pieces;
    text.remove_prefix(end + 1);
  }
}

/// Digits only, of a number that is not too large to be meant.
std::optional<int> read_digits(std::string_view text) {
  if (text.empty() || text.size() > 9) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<int> read_signed(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const bool negative = text.front() == '-';
  if (negative || text.front() == '+') text.remove_prefix(1);
  const auto value = read_digits(text);
  return value && negative ? -*value : value;
}

std::optional<std::chrono::weekday> read_weekday(std::string_view text) {
  const auto found = std::find(kWeekdays.begin(), kWeekdays.end(), text);
  if (found == kWeekdays.end()) return std::nullopt;
  return std::chrono::weekday(static_cast<unsigned>(found - kWeekdays.begin()));
}

/// One part of a rule, its value in capitals.
struct Part {
  std::string name;
  std::string value;

  [[nodiscard]] Error expected(std::string_view what) const {
    return invalid_input(fmt::format("{}={}: expected {}", name, value, what));
  }
};

Result<> read_frequency(const Part& part, RecurrenceRule& rule) {
  const auto found = std::find(kFrequencies.begin(), kFrequencies.end(), part.value);
  if (found == kFrequencies.end()) {
    return part.expected(fmt::format("one of {}", fmt::join(kFrequencies, ", ")));
  }
  rule.frequency = static_cast<Frequency>(found - kFrequencies.begin());
  return {};
}

Result<int> read_positive(const Part& part) {
  const auto value = read_digits(part.value);
  if (value && *value >= 1 && *value <= kMost) return *value;
  return part.expected(fmt::format("a whole number from 1 to {}", kMost));
}

Result<> read_interval(const Part& part, RecurrenceRule& rule) {
  const auto value = read_positive(part);
  if (!value) return value.error();
  rule.interval = *value;
  return {};
}

Result<> read_count(const Part& part, RecurrenceRule& rule) {
  const auto value = read_positive(part);
  if (!value) return value.error();
  rule.count = *value;
  return {};
}

/// "19971224", "19971224T000000" or, in UTC, "19971224T000000Z".
std::optional<Until> read_until_time(std::string_view text) {
  constexpr std::size_t kDate = 8;
  constexpr std::size_t kLocal = 15;
  const bool is_utc = text.size() == kLocal + 1 && text.back() == 'Z';
  if (text.size() != kDate && text.size() != kLocal && !is_utc) return std::nullopt;
  auto spelled = fmt::format("{}-{}-{}", text.substr(0, 4), text.substr(4, 2), text.substr(6, 2));
  if (text.size() > kDate) {
    spelled += fmt::format("{}{}:{}:{}Z", text[kDate], text.substr(9, 2), text.substr(11, 2),
                           text.substr(13, 2));
  }
  const auto time = parse_instant(spelled);
  if (!time || (text.size() > kDate && text[kDate] != 'T')) return std::nullopt;
  return Until{std::chrono::floor<std::chrono::seconds>(*time), text.size() == kDate, is_utc};
}

Result<> read_until(const Part& part, RecurrenceRule& rule) {
  rule.until = read_until_time(part.value);
  if (rule.until) return {};
  return part.expected("a time such as 19971224T000000Z, or a date such as 19971224");
}

Result<> read_week_start(const Part& part, RecurrenceRule& rule) {
  const auto day = read_weekday(part.value);
  if (!day) return part.expected(fmt::format("one of {}", fmt::join(kWeekdays, ", ")));
  rule.week_start = *day;
  return {};
}

/// Which numbers a list may hold: `from` to `to`, and down from -1 where it counts from the end.
struct Range {
  int from;
  int to;
  bool from_end = false;
};

bool holds(const Range& range, int value) {
  return (value >= range.from && value <= range.to) ||
         (range.from_end && value <= -range.from && value >= -range.to);
}

std::string spell(const Range& range) {
  const auto numbers = fmt::format("numbers from {} to {}", range.from, range.to);
  return range.from_end ? fmt::format("{}, or from -{} to -{}", numbers, range.to, range.from)
                        : numbers;
}

Result<> read_numbers(const Part& part, const Range& range, std::vector<int>& numbers) {
  std::set<int> read;
  for (const auto piece : split(part.value, ',')) {
    const auto value = range.from_end ? read_signed(piece) : read_digits(piece);
    if (!value || !holds(range, *value)) return part.expected(spell(range));
    read.insert(*value);
  }
  numbers.assign(read.begin(), read.end());
  return {};
}

Result<> read_seconds(const Part& part, RecurrenceRule& rule) {
  if (const auto read = read_numbers(part, {0, 60}, rule.seconds); !read) return read;
  if (rule.seconds.back() < 60) return {};
  rule.seconds.pop_back();
  if (rule.seconds.empty() || rule.seconds.back() != 59) rule.seconds.push_back(59);
  return {};
}

Result<> read_days(const Part& part, RecurrenceRule& rule) {
  constexpr Range kNumbers{1, 53, true};
  for (const auto piece : split(part.value, ',')) {
    const auto at = piece.size() < 2 ? 0 : piece.size() - 2;
    const auto day = read_weekday(piece.substr(at));
    const auto number = at == 0 ? std::optional(0) : read_signed(piece.substr(0, at));
    if (!day || !number || (at > 0 && !holds(kNumbers, *number))) {
      return part.expected("days such as MO or, of a month or year, 1MO and -1MO, up to 53");
    }
    rule.days.push_back({*number, *day});
  }
  return {};
}

using Reader = Result<> (*)(const Part&, RecurrenceRule&);

struct KnownPart {
  std::string_view name;
  Reader read;
};

constexpr std::array kParts{
    KnownPart{"FREQ", read_frequency},
    KnownPart{"INTERVAL", read_interval},
    KnownPart{"COUNT", read_count},
    KnownPart{"UNTIL", read_until},
    KnownPart{"WKST", read_week_start},
    KnownPart{"BYSECOND", read_seconds},
    KnownPart{"BYMINUTE",
              [](const Part& part, RecurrenceRule& rule) {
                return read_numbers(part, {0, 59}, rule.minutes);
              }},
    KnownPart{"BYHOUR",
              [](const Part& part, RecurrenceRule& rule) {
                return read_numbers(part, {0, 23}, rule.hours);
              }},
    KnownPart{"BYDAY", read_days},
    KnownPart{"BYMONTHDAY",
              [](const Part& part, RecurrenceRule& rule) {
                return read_numbers(part, {1, 31, true}, rule.month_days);
              }},
    KnownPart{"BYYEARDAY",
              [](const Part& part, RecurrenceRule& rule) {
                return read_numbers(part, {1, 366, true}, rule.year_days);
              }},
    KnownPart{"BYWEEKNO",
              [](const Part& part, RecurrenceRule& rule) {
                return read_numbers(part, {1, 53, true}, rule.weeks);
              }},
    KnownPart{"BYMONTH",
              [](const Part& part, RecurrenceRule& rule) {
                return read_numbers(part, {1, 12}, rule.months);
              }},
    KnownPart{"BYSETPOS",
              [](const Part& part, RecurrenceRule& rule) {
                return read_numbers(part, {1, 366, true}, rule.positions);
              }},
};

Error unknown_part(const std::string& name) {
  if (name == "RSCALE" || name == "SKIP") {
    return invalid_input(name + " is not supported: rules are in the Gregorian calendar");
  }
  if (name.rfind("RRULE:", 0) == 0)
    return invalid_input("the rule begins with 'RRULE:': leave that out");
  std::vector<std::string> names;
  for (const auto& part : kParts) names.emplace_back(part.name);
  return invalid_input(fmt::format("unknown part '{}': {}", name, spelling_hint(name, names)));
}

Result<> read_part(const Part& part, RecurrenceRule& rule) {
  const auto* const known = std::find_if(
      kParts.begin(), kParts.end(), [&](const KnownPart& each) { return each.name == part.name; });
  if (known == kParts.end()) return unknown_part(part.name);
  return known->read(part, rule);
}

/// RFC 5545's table of which part may stand with which frequency, and what it says beside it.
Result<> check_combination(const RecurrenceRule& rule) {
  if (!rule.frequency) return invalid_input("FREQ is missing: expected FREQ=DAILY or the like");
  const auto frequency = *rule.frequency;
  const auto name = kFrequencies[static_cast<std::size_t>(frequency)];
  const auto cannot = [&](std::string_view part) {
    return invalid_input(fmt::format("{} cannot stand with FREQ={}", part, name));
  };
  if (rule.count && rule.until) return invalid_input("COUNT and UNTIL cannot stand together");
  if (!rule.weeks.empty() && frequency != Frequency::yearly) return cannot("BYWEEKNO");
  if (!rule.month_days.empty() && frequency == Frequency::weekly) return cannot("BYMONTHDAY");
  if (!rule.year_days.empty() && frequency >= Frequency::daily && frequency < Frequency::yearly) {
    return cannot("BYYEARDAY");
  }
  const bool numbered = std::any_of(rule.days.begin(), rule.days.end(),
                                    [](const NumberedDay& day) { return day.number != 0; });
  if (numbered && frequency < Frequency::monthly) return cannot("a numbered day in BYDAY");
  if (numbered && !rule.weeks.empty()) {
    return invalid_input("a numbered day in BYDAY cannot stand with BYWEEKNO");
  }
  const bool selects = !rule.seconds.empty() || !rule.minutes.empty() || !rule.hours.empty() ||
                       !rule.days.empty() || !rule.month_days.empty() || !rule.year_days.empty() ||
                       !rule.weeks.empty() || !rule.months.empty();
  if (!rule.positions.empty() && !selects) {
    return invalid_input("BYSETPOS is alone: expected another BY part beside it");
  }
  return {};
}

}  // namespace

Result<RecurrenceRule> parse_recurrence_rule(std::string_view text) {
  RecurrenceRule rule;
  std::set<std::string> given;
  for (const auto piece : split(text, ';')) {
    const auto equals = piece.find('=');
    if (equals == std::string_view::npos) {
      return invalid_input(
          fmt::format("'{}' is not a part of a rule: expected FREQ=DAILY;COUNT=10 or "
                      "the like",
                      piece));
    }
    const Part part{upper(piece.substr(0, equals)), upper(piece.substr(equals + 1))};
    if (!given.insert(part.name).second) return invalid_input(part.name + " is given twice");
    if (const auto read = read_part(part, rule); !read) return read.error();
  }
  if (const auto allowed = check_combination(rule); !allowed) return allowed.error();
  return rule;
}

}  // namespace steward::calendar
