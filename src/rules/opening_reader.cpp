// SPDX-License-Identifier: MIT
#include "rules/opening_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "rules/local_date.hpp"

namespace steward::rules {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::array<std::string_view, 7> kDays = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
constexpr hours kDay{24};

/// Two digits at `at`, or nothing.
std::optional<int> two_digits(std::string_view text, std::size_t at) {
  if (text.size() < at + 2 || !is_digit(text[at]) || !is_digit(text[at + 1])) return std::nullopt;
  return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

/// "09:00" or "09:00:30", up to "24:00".
std::optional<seconds> time_of_day(std::string_view text) {
  const bool has_seconds = text.size() == 8;
  if (text.size() != 5 && !has_seconds) return std::nullopt;
  const auto hour = two_digits(text, 0);
  const auto minute = two_digits(text, 3);
  const auto second = has_seconds ? two_digits(text, 6) : 0;
  if (text[2] != ':' || (has_seconds && text[5] != ':')) return std::nullopt;
  if (!hour || !minute || !second || *minute > 59 || *second > 59) return std::nullopt;
  const seconds time = hours(*hour) + minutes(*minute) + seconds(*second);
  return time <= kDay ? std::optional(time) : std::nullopt;
}

std::optional<std::size_t> weekday(std::string_view text) {
  const auto found = std::find(kDays.begin(), kDays.end(), text);
  if (found == kDays.end()) return std::nullopt;
  return static_cast<std::size_t>(found - kDays.begin());
}

/// "mon" or "mon-fri"; a range may go over the end of the week.
std::vector<std::size_t> read_days(const PlacedText& key, Problems& problems) {
  const std::string_view text = key.text();
  const auto hyphen = text.find('-');
  const auto first = weekday(text.substr(0, hyphen));
  const auto last = hyphen == std::string_view::npos ? first : weekday(text.substr(hyphen + 1));
  if (!first || !last) {
    problems.error(key.mark(), fmt::format("'{}' is not a day of the week", text),
                   "expected mon, tue, wed, thu, fri, sat, sun, or a range: mon-fri");
    return {};
  }
  std::vector<std::size_t> days{*first};
  while (days.back() != *last) days.push_back((days.back() + 1) % kDays.size());
  return days;
}

/// The two ends as they are written, each "" when there is none.
std::pair<std::string_view, std::string_view> ends_of(const YamlNode& item) {
  if (item.kind == YamlKind::list && item.items.size() == 2) {
    return {trimmed(item.items[0].text.text()), trimmed(item.items[1].text.text())};
  }
  const auto text = trimmed(item.text.text());
  const auto hyphen = std::min(text.find('-'), text.size());
  return {text.substr(0, hyphen), text.substr(std::min(hyphen + 1, text.size()))};
}

std::string shown(const YamlNode& item) {
  if (item.kind == YamlKind::text) return fmt::format("'{}'", trimmed(item.text.text()));
  const auto [from, to] = ends_of(item);
  if (from.empty() || to.empty()) return std::string(to_string(item.kind));
  return fmt::format("'{}-{}'", from, to);
}

std::optional<PlacedOpening> read_opening(const YamlNode& item, Problems& problems) {
  const auto [from_text, to_text] = ends_of(item);
  const auto from = time_of_day(from_text);
  const auto to = time_of_day(to_text);
  if (from && to && *from < kDay) {
    return PlacedOpening{{*from, *to > *from ? *to : *to + kDay}, item.mark};
  }
  problems.error(item.mark, fmt::format("{} is not a time from and to", shown(item)),
                 R"(expected "09:00-17:00" or ["09:00", "17:00"]; a day ends at 24:00)");
  return std::nullopt;
}

}  // namespace

std::vector<PlacedOpening> read_openings(const YamlEntry& entry, Problems& problems) {
  const auto& node = entry.value;
  if (node.kind != YamlKind::list) {
    problems.error(
        node.mark,
        fmt::format("'{}' must be a list, not {}", entry.key.text(), to_string(node.kind)),
        R"(expected ["09:00-17:00"], or [] for a day that stays closed)");
    return {};
  }
  std::vector<PlacedOpening> openings;
  openings.reserve(node.items.size());
  for (const auto& item : node.items) {
    if (auto opening = read_opening(item, problems)) openings.push_back(std::move(*opening));
  }
  return openings;
}

PlacedWeek read_week(const YamlNode& node, Problems& problems) {
  PlacedWeek week{node.mark, {}};
  std::array<bool, kDays.size()> given{};
  for (const auto& entry : node.entries) {
    PlacedDays placed;
    for (const auto day : read_days(entry.key, problems)) {
      if (given[day]) {
        problems.error(entry.key.mark(), fmt::format("'{}' is given twice", kDays[day]));
      } else {
        placed.days.push_back(day);
      }
      given[day] = true;
    }
    placed.openings = read_openings(entry, problems);
    week.entries.push_back(std::move(placed));
  }
  return week;
}

std::vector<PlacedDate> read_dates(const YamlNode& node, Problems& problems) {
  std::vector<PlacedDate> dates;
  dates.reserve(node.entries.size());
  std::set<std::chrono::sys_days> given;
  for (const auto& entry : node.entries) {
    const auto date = read_known_date(entry.key, problems);
    auto openings = read_openings(entry, problems);
    if (!date) continue;
    if (given.insert(*date).second) {
      dates.push_back({*date, std::move(openings)});
    } else {
      problems.error(entry.key.mark(),
                     fmt::format("'{}' is given twice", trimmed(entry.key.text())));
    }
  }
  return dates;
}

}  // namespace steward::rules
