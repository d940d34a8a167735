// SPDX-License-Identifier: MIT
#include "calendar_laws.hpp"

#include <array>

#include "laws.hpp"

namespace steward::fuzz {
namespace {

using calendar::Calendar;

constexpr Microseconds kMoment{1};

/// What was asked, for messages.
std::string asked(const Calendar& calendar, Instant start, const std::string& what = {}) {
  return fmt::format("{} from {} {}", calendar.name(), to_rfc3339(start), what);
}

void check_openings(const Calendar& calendar, Instant start) {
  const auto about = asked(calendar, start);
  const bool open = calendar.is_open(start);
  if (const auto opening = calendar.next_open(start)) {
    law(*opening >= start, "the next opening is not before", about);
    law(calendar.is_open(*opening), "an opening is open", about);
    law(open == (*opening == start), "what is open is its own next opening", about);
  } else {
    law_of_error(opening.error());
    law(!open, "what is open has an opening", about);
  }
  if (const auto closing = calendar.next_close(start)) {
    law(*closing > start, "the next closing is after", about);
    law(!calendar.is_open(*closing), "a closing instant is not open", about);
    law(calendar.is_open(*closing - kMoment), "before a closing it is open", about);
  } else {
    law_of_error(closing.error());
  }
  if (const auto opening = calendar.previous_opening(start)) {
    law(*opening <= start, "the previous opening is not after", about);
    law(calendar.is_open(*opening), "an opening is open", about);
    law(!calendar.is_open(*opening - kMoment), "before an opening it is closed", about);
  } else {
    law_of_error(opening.error());
  }
}

void check_between(const Calendar& calendar, Instant from, Instant to, Microseconds time) {
  const auto about = asked(calendar, from, fmt::format("to {}", to_rfc3339(to)));
  const auto there = calendar.between(from, to);
  const auto back = calendar.between(to, from);
  law(there && back, "what was added can be measured", about);
  law(*there == time, "between gives what was added", about);
  law(*back == -time, "a reversed range is negative", about);
  const auto middle = from + (to - from) / 3;
  const auto first = calendar.between(from, middle);
  const auto second = calendar.between(middle, to);
  law(first && second && *first + *second == time, "open time adds up", about);
  const auto all = calendar.share(from, to, 100);
  law(all && *calendar.between(from, *all) == time, "a hundred per cent is all", about);
}

void check_sums(const Calendar& calendar, Instant start) {
  using std::chrono::hours;
  for (const Microseconds time : {kMoment, Microseconds(hours(1)), Microseconds(hours(8)),
                                  Microseconds(std::chrono::seconds(359'999))}) {
    const auto about = asked(calendar, start, fmt::format("and {} us", time.count()));
    if (const auto end = calendar.add(start, time)) {
      law(*end > start, "a deadline is after its start", about);
      law(calendar.is_open(*end - kMoment), "a deadline ends open time", about);
      check_between(calendar, start, *end, time);
    } else {
      law_of_error(end.error());
    }
    if (const auto begin = calendar.add(start, -time)) {
      law(*begin < start, "a negative duration goes back", about);
      law(calendar.is_open(*begin), "open time begins where it is open", about);
      check_between(calendar, *begin, start, time);
    } else {
      law_of_error(begin.error());
    }
  }
  const auto nothing = calendar.add(start, Microseconds(0));
  const auto opening = calendar.next_open(start);
  law(nothing.has_value() == opening.has_value() && (!nothing || *nothing == *opening),
      "adding nothing gives the next opening", asked(calendar, start));
}

void check_spans(const Calendar& calendar, Instant start) {
  for (const std::string_view forward :
       {"4h", "3 days", "1 month", "1 year", "2 working days", "end of next working day"}) {
    const auto end = calendar.due(start, calendar::parse_span(forward).value());
    if (end) {
      law(*end > start, "a span goes forward", asked(calendar, start, std::string(forward)));
    } else {
      law_of_error(end.error());
    }
  }
  for (const std::string_view back : {"-3 days", "-1 month", "-2 working days"}) {
    const auto end = calendar.due(start, calendar::parse_span(back).value());
    if (!end) law_of_error(end.error());
  }
}

void check_day(const Calendar& calendar, Instant start) {
  const auto day = calendar.day(std::chrono::floor<std::chrono::days>(start));
  law(day.has_value(), "a known date can be shown", asked(calendar, start));
  Instant end = Instant::min();
  for (const auto& [from, to] : day->openings) {
    law(end <= from && from < to, "the openings of a date are in order", asked(calendar, from));
    law(calendar.is_open(from), "an opening is open", asked(calendar, from));
    end = to;
  }
}

}  // namespace

void check_calendar(const Calendar& calendar, Instant start) {
  law(calendar.knows(start).has_value(), "the year is known", asked(calendar, start));
  check_openings(calendar, start);
  check_sums(calendar, start);
  check_spans(calendar, start);
  check_day(calendar, start);
}

}  // namespace steward::fuzz
