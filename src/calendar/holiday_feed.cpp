// SPDX-License-Identifier: MIT
#include "steward/calendar/holiday_feed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

#include "calendar/ical_events.hpp"
#include "calendar/recurrence_rule.hpp"
#include "steward/base/text.hpp"
#include "steward/calendar/recurrence.hpp"

namespace steward::calendar {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::sys_days;

/// A rule that hardly ever occurs is searched for milliseconds.
constexpr std::size_t kMostRepeated = 200;

Error wrong(const IcalEvent& event, std::string_view what) {
  return {ErrorCode::invalid_input,
          fmt::format("line {}: event '{}' {}", event.line, event.summary, what)};
}

bool is_midnight(const IcalTime& time) {
  return time.is_date || (!time.is_utc && time.local.time_of_day == Microseconds(0));
}

/// How many days an event lasts. One that has no end lasts a day if it starts on a date (RFC 5545,
/// 3.6.1).
Result<days> length_of(const IcalEvent& event) {
  const auto not_whole = [&] { return wrong(event, "does not last whole days"); };
  if (event.duration) {
    if (*event.duration < hours(24) || *event.duration % hours(24) != hours(0)) return not_whole();
    return std::chrono::duration_cast<days>(*event.duration);
  }
  if (!event.end) {
    if (!event.start->is_date) return not_whole();
    return days(1);
  }
  if (!is_midnight(*event.end)) return not_whole();
  const auto length = sys_days(event.end->local.date) - sys_days(event.start->local.date);
  if (length < days(0)) return wrong(event, "ends before it begins");
  // Some publishers write a day that ends on itself.
  return length == days(0) && event.end->is_date ? Result<days>(days(1))
         : length == days(0)                     ? Result<days>(not_whole())
                                                 : Result<days>(length);
}

/// Beside a DTSTART that is a date, publishers write UNTIL=20271212T000000Z too: its date is meant.
std::string with_date_until(std::string rule) {
  constexpr std::string_view kUntil = "UNTIL=";
  constexpr std::size_t kDateLength = 8;
  const auto parsed = parse_recurrence_rule(rule);
  if (!parsed || !parsed->until || parsed->until->is_date) return rule;
  const auto is_same = [](char c, char wanted) {
    return c == wanted || (c >= 'a' && c <= 'z' && c - 'a' + 'A' == wanted);
  };
  const auto found = std::search(rule.begin(), rule.end(), kUntil.begin(), kUntil.end(), is_same);
  const auto date_end = found + static_cast<std::ptrdiff_t>(kUntil.size() + kDateLength);
  rule.erase(date_end, std::find(date_end, rule.end(), ';'));
  return rule;
}

/// DTSTART is the first that COUNT counts (RFC 5545, 3.3.10), even where the rule leaves it out.
void count_the_start(std::optional<int> count, const LocalTime& start,
                     std::vector<LocalTime>& found) {
  const bool has_start = !found.empty() && found.front() == start;
  const bool all = count && found.size() == static_cast<std::size_t>(*count);
  if (all && !has_start) found.pop_back();
}

/// Gathers the dates of all events.
class Gathering {
 public:
  explicit Gathering(const std::vector<IcalEvent>& events) {
    for (const auto& event : events) {
      if (event.instance) moved_[event.uid].insert(sys_days(event.instance->local.date));
    }
  }

  [[nodiscard]] Result<> add(const IcalEvent& event) {
    if (event.cancelled) return {};
    if (const auto allowed = check(event); !allowed) return allowed;
    const auto length = length_of(event);
    if (!length) return length.error();
    bool ends = true;
    auto starts = starts_of(event, ends);
    if (!starts) return starts.error();
    for (const auto start : *starts) {
      if (const auto added = add_days(event, start, *length); !added) return added;
      const auto last = start + *length - days(1);
      if (ends && (!feed_.last || last > *feed_.last)) feed_.last = last;
    }
    return {};
  }

  [[nodiscard]] HolidayFeed feed() && { return std::move(feed_); }

 private:
  static Result<> check(const IcalEvent& event) {
    if (!event.start) return wrong(event, "has no DTSTART");
    if (!is_midnight(*event.start)) {
      return wrong(event, fmt::format("begins at a time of day, {}{}: a holiday is whole days",
                                      to_iso8601(event.start->local).substr(11),
                                      event.start->is_utc ? " UTC" : ""));
    }
    if (event.rules.size() > 1) return wrong(event, "has more than one RRULE");
    if (event.excludes_by_rule) return wrong(event, "has an EXRULE, which RFC 5545 has no more");
    if (event.and_following) {
      return wrong(event, "moves all following instances (RANGE), which is not supported");
    }
    return {};
  }

  /// The first days of an event's occurrences, and whether these end.
  Result<std::vector<sys_days>> starts_of(const IcalEvent& event, bool& ends) {
    const sys_days first(event.start->local.date);
    std::vector<sys_days> starts{first};
    if (!event.rules.empty()) {
      if (const auto found = repeat(event, starts, ends); !found) return found.error();
    }
    for (const auto& added : event.added) starts.emplace_back(added.local.date);
    if (event.instance) return starts;
    std::set<sys_days> gone = moved_[event.uid];
    for (const auto& except : event.except) gone.insert(sys_days(except.local.date));
    starts.erase(std::remove_if(starts.begin(), starts.end(),
                                [&](sys_days start) { return gone.count(start) > 0; }),
                 starts.end());
    return starts;
  }

  Result<> repeat(const IcalEvent& event, std::vector<sys_days>& starts, bool& ends) {
    if (++repeated_ > kMostRepeated) {
      return wrong(event, fmt::format("is where the feed has more than {} events that are repeated",
                                      kMostRepeated));
    }
    RecurrenceDefinition definition{event.rules.front(), event.start->local, event.start->is_date};
    if (definition.all_day) definition.rule = with_date_until(std::move(definition.rule));
    if (!event.start->zone.empty()) {
      const auto zone = Zone::find(event.start->zone);
      if (zone) definition.zone = *zone;
    }
    auto recurrence = Recurrence::from(definition);
    if (!recurrence) {
      return wrong(event, fmt::format("has a wrong RRULE: {}", recurrence.error().message()));
    }
    ends = recurrence->ends();
    if (!ends) {
      // It would be followed to the year 9999. A day later than asked, because this may be UTC.
      definition.rule += fmt::format(";UNTIL=20380101{}{}", definition.all_day ? "" : "T235959",
                                     definition.zone ? "Z" : "");
      recurrence = Recurrence::from(definition);
      if (!recurrence) return recurrence.error();
    }
    auto found = recurrence->next(kMostFeedDates + 1);
    if (!found) {
      return wrong(event, fmt::format("has a wrong RRULE: {}", found.error().message()));
    }
    count_the_start(parse_recurrence_rule(definition.rule).value().count, definition.start, *found);
    for (const auto& local : *found) {
      if (!ends && sys_days(local.date) > kLastDate) break;
      if (sys_days(local.date) != starts.front()) starts.emplace_back(local.date);
    }
    return {};
  }

  Result<> add_days(const IcalEvent& event, sys_days start, days length) {
    for (auto date = start; date < start + length; date += days(1)) {
      if (++dates_ > kMostFeedDates) {
        return wrong(event,
                     fmt::format("is where the feed has more than {} dates", kMostFeedDates));
      }
      add_holiday(feed_.holidays, date, trimmed(event.summary));
    }
    return {};
  }

  HolidayFeed feed_;
  std::size_t dates_ = 0;
  std::size_t repeated_ = 0;
  std::map<std::string, std::set<sys_days>> moved_;  ///< instances that another event replaces
};

}  // namespace

Result<HolidayFeed> read_holiday_feed(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.size() > kLargestFeed) {
    return Error(ErrorCode::invalid_input,
                 fmt::format("the feed is larger than {} bytes", kLargestFeed));
  }
  if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
    text.remove_prefix(kByteOrderMark.size());
  }
  if (text.find('\0') != std::string_view::npos) {
    return Error(ErrorCode::invalid_input, "this is not iCalendar: it holds a zero byte");
  }
  const auto events = read_ical_events(text);
  if (!events) return events.error();
  Gathering gathering(*events);
  for (const auto& event : *events) {
    if (const auto added = gathering.add(event); !added) return added.error();
  }
  return std::move(gathering).feed();
}

}  // namespace steward::calendar
