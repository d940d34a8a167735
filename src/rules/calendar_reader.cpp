// SPDX-License-Identifier: MIT
#include "rules/calendar_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "rules/yaml_reader.hpp"

namespace steward::rules {
namespace {

using calendar::Opening;
using std::chrono::minutes;

constexpr std::array<std::string_view, 7> kDays = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

/// The number of digits at `at`, or nothing.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (i >= text.size() || text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

/// "09:00", up to "24:00".
std::optional<minutes> time_of_day(std::string_view text) {
  const auto hour = digits(text, 0, 2);
  const auto minute = digits(text, 3, 2);
  if (text.size() != 5 || text[2] != ':' || !hour || !minute || *minute > 59) return std::nullopt;
  const auto time = std::chrono::hours(*hour) + minutes(*minute);
  return time <= std::chrono::hours(24) ? std::optional<minutes>(time) : std::nullopt;
}

std::optional<std::chrono::sys_days> date(std::string_view text) {
  const auto year = digits(text, 0, 4);
  const auto month = digits(text, 5, 2);
  const auto day = digits(text, 8, 2);
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !year || !month || !day) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  return date.ok() ? std::optional<std::chrono::sys_days>(date) : std::nullopt;
}

std::optional<std::size_t> weekday(std::string_view text) {
  const auto found = std::find(kDays.begin(), kDays.end(), text);
  if (found == kDays.end()) return std::nullopt;
  return static_cast<std::size_t>(found - kDays.begin());
}

/// Reads one calendar file.
class CalendarReader {
 public:
  CalendarReader(const YamlNode& file, const calendar::Zone& zone, Problems& problems)
      : problems_(problems), reader_(file, "a calendar file", problems) {
    definition_.zone = zone;
  }

  PlacedCalendar read() {
    const auto errors_before = problems_.error_count();
    PlacedCalendar placed;
    reader_.demand("calendar", "its name");
    reader_.demand("hours", "when it is open on each day of the week");
    placed.name = reader_.name("calendar");
    placed.mark = reader_.mark_of("calendar");
    definition_.name = placed.name;
    if (const auto* zone = reader_.text("zone")) {
      if (const auto found = read_zone(*zone, problems_)) definition_.zone = *found;
    }
    if (const auto* hours = reader_.mapping("hours")) read_hours(*hours);
    read_holidays();
    reader_.refuse({"extends", "exceptions", "breaks", "valid_from", "valid_to", "on_change"});
    reader_.finish();
    if (problems_.error_count() != errors_before) return placed;
    const auto calendar = calendar::Calendar::from(definition_);
    if (calendar) {
      placed.calendar = *calendar;
    } else {
      problems_.error(reader_.mark_of("hours"), calendar.error().message());
    }
    return placed;
  }

 private:
  void read_hours(const YamlNode& hours) {
    bool opens = false;
    for (const auto& entry : hours.entries) {
      const auto days = days_of(entry.key);
      const auto openings = read_openings(entry);
      opens = opens || !openings.empty();
      for (const auto day : days) {
        if (given_[day]) {
          problems_.error(entry.key.mark(), fmt::format("'{}' is given twice", kDays[day]));
        }
        given_[day] = true;
        definition_.hours[day] = openings;
      }
    }
    if (!opens) problems_.error(hours.mark, "the calendar never opens");
  }

  /// "mon" or "mon-fri"; a range may go over the end of the week.
  std::vector<std::size_t> days_of(const PlacedText& key) {
    const std::string_view text = key.text();
    const auto hyphen = text.find('-');
    const auto first = weekday(text.substr(0, hyphen));
    const auto last = hyphen == std::string_view::npos ? first : weekday(text.substr(hyphen + 1));
    if (!first || !last) {
      problems_.error(key.mark(), fmt::format("'{}' is not a day of the week", text),
                      "expected mon, tue, wed, thu, fri, sat, sun, or a range: mon-fri");
      return {};
    }
    std::vector<std::size_t> days{*first};
    while (days.back() != *last) days.push_back((days.back() + 1) % kDays.size());
    return days;
  }

  std::vector<Opening> read_openings(const YamlEntry& entry) {
    const auto& node = entry.value;
    if (node.kind != YamlKind::list) {
      problems_.error(
          node.mark,
          fmt::format("'{}' must be a list, not {}", entry.key.text(), to_string(node.kind)),
          R"(expected ["09:00-17:00"], or [] for a day that stays closed)");
      return {};
    }
    std::vector<Opening> openings;
    for (const auto& item : node.items) {
      if (const auto opening = read_opening(item)) openings.push_back(*opening);
    }
    return openings;
  }

  std::optional<Opening> read_opening(const YamlNode& item) {
    const auto text = trimmed(item.text.text());
    const auto hyphen = std::min(text.find('-'), text.size());
    const auto from = time_of_day(text.substr(0, hyphen));
    const auto to = time_of_day(text.substr(std::min(hyphen + 1, text.size())));
    if (!from || !to) {
      problems_.error(item.mark, fmt::format("'{}' is not a time from and to", text),
                      R"(expected "09:00-17:00"; a day ends at 24:00)");
      return std::nullopt;
    }
    if (*to < *from) {
      problems_.error(item.mark,
                      not_supported(fmt::format("'{}', which ends on the next day,", text)),
                      "end it at 24:00, and begin the next day at 00:00");
      return std::nullopt;
    }
    return Opening{*from, *to};
  }

  void read_holidays() {
    if (!reader_.has("holidays")) return;
    const auto* node = reader_.value("holidays");
    if (node == nullptr) return;
    if (node->kind != YamlKind::list) {
      problems_.error(node->mark, node->kind == YamlKind::text
                                      ? not_supported("'holidays' from a file")
                                      : "'holidays' must be a list, not a mapping");
      return;
    }
    for (const auto& item : node->items) read_holiday(item);
  }

  void read_holiday(const YamlNode& item) {
    if (item.kind == YamlKind::text) {
      add_holiday(item.text);
      return;
    }
    YamlReader holiday(item, "a holiday", problems_);
    holiday.refuse({"rrule", "rule", "every", "from", "to"});
    if (!holiday.has("rrule") && !holiday.has("rule"))
      holiday.demand("date", "its date, 2026-12-25");
    if (const auto* text = holiday.text("date")) add_holiday(*text);
    static_cast<void>(holiday.line("name"));
    holiday.finish();
  }

  void add_holiday(const PlacedText& text) {
    const auto day = date(trimmed(text.text()));
    if (!day) {
      problems_.error(text.mark(), fmt::format("'{}' is not a date", trimmed(text.text())),
                      "expected 2026-12-25");
    } else if (!definition_.holidays.emplace(*day, "").second) {
      problems_.error(text.mark(),
                      fmt::format("the holiday '{}' is given twice", trimmed(text.text())));
    }
  }

  Problems& problems_;
  YamlReader reader_;
  calendar::Definition definition_;
  std::array<bool, 7> given_{};
};

}  // namespace

PlacedCalendar read_calendar(const YamlNode& file, const calendar::Zone& zone, Problems& problems) {
  return CalendarReader(file, zone, problems).read();
}

std::optional<calendar::Zone> read_zone(const PlacedText& text, Problems& problems) {
  const auto zone = calendar::Zone::find(trimmed(text.text()));
  if (zone) return *zone;
  const std::string message = zone.error().message();
  const auto split = message.find("': ");
  problems.error(text.mark(), message.substr(0, split == std::string::npos ? split : split + 1),
                 split == std::string::npos ? std::string() : message.substr(split + 3));
  return std::nullopt;
}

}  // namespace steward::rules
