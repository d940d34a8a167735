// SPDX-License-Identifier: MIT
// What calendars refuse, with the whole texts.
#include "unit/calendar/calendars.hpp"

namespace steward::calendar {
namespace {

std::string definition_error(std::vector<Opening> monday) {
  Definition definition{"office", Zone(), {}, {}};
  definition.hours[1] = std::move(monday);
  const auto calendar = Calendar::from(definition);
  if (calendar) return "accepted";
  EXPECT_EQ(calendar.error().code(), ErrorCode::invalid_input);
  return calendar.error().message();
}

TEST(CalendarDefinition, RefusesHoursThatMakeNoSense) {
  const std::string monday = "calendar 'office', Monday: ";
  EXPECT_EQ(definition_error({{hours(17), hours(9)}}),
            monday + "17:00-09:00 closes before it opens");
  EXPECT_EQ(definition_error({{hours(9), hours(9)}}),
            monday + "09:00-09:00 closes before it opens");
  EXPECT_EQ(definition_error({{hours(9), hours(33) + seconds(1)}}),
            monday + "09:00-33:00:01 is longer than 24 hours");
  EXPECT_EQ(definition_error({{hours(24), hours(25)}}),
            monday + "24:00-01:00 begins outside the day: expected a time from 00:00 to 23:59");
  EXPECT_EQ(definition_error({{-minutes(30), hours(9)}}),
            monday + "-00:30-09:00 begins outside the day: expected a time from 00:00 to 23:59");
  EXPECT_EQ(definition_error({{hours(9), hours(12)}, {minutes(690), hours(17)}}),
            monday + "11:30-17:00 begins before 09:00-12:00 ends");
  EXPECT_EQ(
      definition_error({{hours(8), hours(9)}, {hours(22), hours(34)}, {hours(23), hours(24)}}),
      monday + "23:00-24:00 begins before 22:00-10:00 ends");
  EXPECT_EQ(definition_error({{hours(14), hours(17)}, {hours(9), hours(12)}}), "accepted");
  EXPECT_EQ(definition_error({{hours(9), hours(33)}}), "accepted");
  EXPECT_EQ(definition_error({{hours(0), hours(12)}, {hours(12), hours(24)}}), "accepted");
  EXPECT_EQ(definition_error({}), "accepted");
}

TEST(CalendarDefinition, RefusesWhatOverlapsOverMidnight) {
  const auto error = [](const Definition& definition) {
    const auto calendar = Calendar::from(definition);
    return calendar ? "accepted" : calendar.error().message();
  };
  auto nights = weekdays(Zone(), {{hours(22), hours(30)}});
  nights.hours[6] = {{hours(6), hours(9)}};
  EXPECT_EQ(error(nights), "accepted") << "they touch";
  nights.hours[6] = {{hours(5), hours(9)}};
  EXPECT_EQ(error(nights),
            "calendar 'office', Saturday: 05:00-09:00 begins before 22:00-06:00 of Friday ends");
  // The week goes round.
  nights.hours[6] = {{hours(23), hours(25)}};
  nights.hours[0] = {{minutes(59), hours(2)}};
  EXPECT_EQ(error(nights),
            "calendar 'office', Sunday: 00:59-02:00 begins before 23:00-01:00 of Saturday ends");
}

TEST(CalendarDefinition, RefusesChangesAndDatesThatMakeNoSense) {
  const auto error = [](const auto& edit) {
    auto definition = weekdays(Zone(), {{hours(9), hours(17)}});
    edit(definition);
    const auto calendar = Calendar::from(definition);
    return calendar ? "accepted" : calendar.error().message();
  };
  const auto winter = date("2026-12-01");
  EXPECT_EQ(error([&](Definition& d) {
              d.changes = {{winter, date("2026-11-30"), d.hours}};
            }),
            "calendar 'office', hours from 2026-12-01 end before that, on 2026-11-30");
  EXPECT_EQ(error([&](Definition& d) {
              d.changes = {{winter, {}, d.hours}, {winter, {}, d.hours}};
            }),
            "calendar 'office', hours from 2026-12-01 twice");
  EXPECT_EQ(
      error([&](Definition& d) {
        d.changes = {{date("2026-12-24"), {}, d.hours}, {winter, date("2026-12-24"), d.hours}};
      }),
      "calendar 'office', hours from 2026-12-24 begin before those from 2026-12-01 end, on "
      "2026-12-24");
  EXPECT_EQ(error([&](Definition& d) {
              d.changes = {{winter, winter, d.hours}, {date("2026-12-02"), {}, d.hours}};
            }),
            "accepted");
  EXPECT_EQ(error([&](Definition& d) {
              Week week;
              week[0] = {{hours(12), hours(11)}};
              d.changes = {{winter, {}, week}};
            }),
            "calendar 'office', hours from 2026-12-01, Sunday: 12:00-11:00 closes before it opens");
  EXPECT_EQ(error([&](Definition& d) {
              d.exceptions[winter] = {{hours(9), hours(12)}, {hours(11), hours(13)}};
            }),
            "calendar 'office', 2026-12-01: 11:00-13:00 begins before 09:00-12:00 ends");
  EXPECT_EQ(error([&](Definition& d) {
              d.breaks[winter] = {{hours(13), hours(12)}};
            }),
            "calendar 'office', breaks of 2026-12-01: 13:00-12:00 closes before it opens");
}

TEST(CalendarLimits, EndsASearchAfterTenYears) {
  const auto never = Calendar::from({"never", zone_of("America/New_York"), {}, {}}).value();
  const auto start = at("2024-02-29T12:00:00Z");
  const std::string none =
      "calendar 'never' has no opening from 2024-02-29 on: the search ended at 2034-02-28";
  EXPECT_EQ(show(never.next_open(start)), none);
  EXPECT_EQ(show(never.add(start, hours(1))), none);
  EXPECT_EQ(never.add(start, hours(1)).error().code(), ErrorCode::invalid_input);
  EXPECT_EQ(show(never.due(start, {SpanKind::working_days, {}, 1})),
            "calendar 'never' has no opening from 2024-03-01 on: the search ended at 2034-03-01");
  EXPECT_EQ(show(never.due(start, {SpanKind::end_of_next_working_day, {}, 0})),
            "calendar 'never' has no opening from 2024-03-01 on: the search ended at 2034-03-01");
  EXPECT_EQ(show(never.add(start, -hours(1))),
            "calendar 'never' cannot place 1h before 2024-02-29: the search ended at 1970-01-01");
  EXPECT_FALSE(never.is_open(start));
  EXPECT_EQ(never.between(start, at("2030-01-01")).value(), hours(0));
  // Calendar arithmetic searches nothing.
  EXPECT_EQ(show(never.due(start, {SpanKind::days, {}, 1})), "2024-03-01T12:00:00Z");
}

TEST(CalendarLimits, LooksTenYearsAheadAndNoFurther) {
  auto definition = every_day(Zone(), {{hours(9), hours(17)}});
  for (auto day = date("2020-06-01"); day < date("2030-06-02"); day += std::chrono::days(1)) {
    definition.holidays.emplace(day, "");
  }
  const auto closed = Calendar::from(definition).value();
  EXPECT_EQ(show(closed.next_open(at("2020-06-02T12:00:00Z"))), "2030-06-02T09:00:00Z");
  EXPECT_EQ(show(closed.next_open(at("2020-06-01T23:59:00Z"))),
            "calendar 'daily' has no opening from 2020-06-01 on: the search ended at 2030-06-01");
}

TEST(CalendarLimits, RefusesYearsWithoutRulesOfDst) {
  const auto office = new_york_office();
  const auto due = [&](std::string_view start, std::string_view span) {
    return show(office.due(at(start), parse_span(span).value()));
  };
  const std::string outside = " is outside the years 1970 to 2037 that calendar 'office' knows";
  EXPECT_EQ(due("2037-12-31T10:00:00-05:00", "8h"),
            "calendar 'office' cannot place 8h from 2037-12-31: the search ended at 2037-12-31");
  EXPECT_EQ(due("2037-12-30T10:00:00-05:00", "8h"), "2037-12-31T15:00:00Z");
  EXPECT_EQ(due("2037-12-31T18:00:00-05:00", "8h"),
            "calendar 'office' has no opening from 2037-12-31 on: the search ended at 2037-12-31");
  EXPECT_EQ(due("2037-12-30T10:00:00-05:00", "2 working days"),
            "calendar 'office' cannot place 2 working days from 2037-12-30: the search ended at "
            "2037-12-31");
  EXPECT_EQ(due("2037-12-31T10:00:00-05:00", "1 working day"), "2038-01-01" + outside);
  EXPECT_EQ(due("2037-12-31T10:00:00-05:00", "end of next working day"), "2038-01-01" + outside);
  EXPECT_EQ(due("2037-12-31T10:00:00-05:00", "1 month"), "2038-01-31" + outside);
  EXPECT_EQ(due("2038-01-01T00:00:00-05:00", "1h"), "2038-01-01" + outside);
  EXPECT_EQ(due("1969-12-31T23:00:00-05:00", "1h"), "1969-12-31" + outside);
  EXPECT_EQ(due("1969-12-31T23:00:00-05:00", "1 day"), "1969-12-31" + outside);
  EXPECT_EQ(show(office.add(at("1970-01-02T10:00:00-05:00"), -hours(20))),
            "calendar 'office' cannot place 20h before 1970-01-02: the search ended at 1970-01-01");
  EXPECT_FALSE(office.is_open(at("2038-01-05T12:00:00-05:00")));
  EXPECT_EQ(office.knows(at("2038-01-05T12:00:00-05:00")).error().message(),
            "2038-01-05" + outside);
  EXPECT_TRUE(office.knows(at("2037-12-31T23:59:59-05:00")));
  const auto last_hour = at("2037-12-31T16:00:00-05:00");
  EXPECT_EQ(office.between(last_hour, last_hour + hours(7)).value(), hours(1));
  EXPECT_EQ(office.between(last_hour, at("2039-01-01")).error().message(), "2038-12-31" + outside);
  EXPECT_EQ(office.between(at("1969-12-31"), last_hour).error().message(), "1969-12-30" + outside);
  EXPECT_EQ(show(office.next_close(at("2038-01-05"))), "2038-01-04" + outside);
  EXPECT_EQ(show(office.previous_opening(at("2038-01-05"))), "2038-01-04" + outside);
  EXPECT_EQ(office.day(date("2038-01-01")).error().message(), "2038-01-01" + outside);
  EXPECT_EQ(office.day(date("1969-12-31")).error().message(), "1969-12-31" + outside);
}

TEST(CalendarLimits, AlwaysEndsWithTheRulesOfItsZone) {
  const auto always = Calendar::always(zone_of("America/New_York"));
  EXPECT_EQ(show(always.due(at("2037-12-31T10:00:00-05:00"), {SpanKind::days, {}, 1})),
            "2038-01-01 is past 2037, where the known rules of DST in America/New_York end");
  EXPECT_EQ(
      show(always.due(at("2037-12-30T10:00:00-05:00"), {SpanKind::end_of_next_working_day, {}, 0})),
      "2038-01-01 is past 2037, where the known rules of DST in America/New_York end");
  EXPECT_EQ(show(always.due(at("2037-12-30T23:00:00-05:00"), {SpanKind::days, {}, 1})),
            "2038-01-01T04:00:00Z");
  const auto tokyo = Calendar::always(zone_of("Asia/Tokyo"));
  EXPECT_EQ(show(tokyo.due(at("2037-12-31T10:00:00+09:00"), {SpanKind::months, {}, 12})),
            "2038-12-31T01:00:00Z");
}

TEST(CalendarLimits, AlwaysKnowsFourDigitYears) {
  const auto always = Calendar::always(Zone());
  const auto last = at("9999-12-31T23:59:59.999999Z");
  EXPECT_EQ(always.add(last - hours(1), hours(1)).value(), last);
  const std::string past =
      "an instant past year 9999 is outside the years 1 to 9999 that calendar 'always' knows";
  EXPECT_EQ(show(always.add(last, Microseconds(1))), past);
  EXPECT_EQ(show(always.add(at("2026-11-22"), Microseconds::max())), past);
  EXPECT_EQ(show(always.add(Instant::max(), hours(1))), past);
  EXPECT_EQ(show(always.due(last, {SpanKind::months, {}, 100'000})), past);
  EXPECT_EQ(show(always.add(at("2026-11-22"), Microseconds::min())),
            "an instant before year 1 is outside the years 1 to 9999 that calendar 'always' knows");
  EXPECT_FALSE(always.is_open(Instant::max()));
}

TEST(CalendarLimits, SurvivesTheExtremesOfInstants) {
  const auto office = new_york_office();
  EXPECT_EQ(show(office.add(Instant::max(), hours(1))),
            "an instant past year 9999 is outside the years 1970 to 2037 that calendar 'office' "
            "knows");
  EXPECT_EQ(show(office.add(Instant::min(), hours(1))),
            "an instant before year 1 is outside the years 1970 to 2037 that calendar 'office' "
            "knows");
  EXPECT_FALSE(office.add(at("2026-11-22"), Microseconds::max()));
  EXPECT_FALSE(office.add(at("2026-11-22"), Microseconds::min()));
  EXPECT_FALSE(office.between(Instant::min(), Instant::max()));
}

TEST(CalendarLimits, RefusesEmptyCountsAndSharesBeyondAll) {
  const auto office = new_york_office();
  const auto now = at("2026-11-20T10:00:00-05:00");
  EXPECT_EQ(show(office.due(now, {SpanKind::days, {}, 0})),
            "a count of days or months is from 1 to 100000, not 0");
  EXPECT_EQ(show(office.due(now, {SpanKind::working_days, {}, 100'001})),
            "a count of days or months is from 1 to 100000, not 100001");
  EXPECT_EQ(show(office.due(now, {SpanKind::months, {}, -100'001})),
            "a count of days or months is from 1 to 100000, not -100001");
  EXPECT_EQ(show(office.share(now, now + hours(1), 101)), "a percentage is from 0 to 100, not 101");
  EXPECT_EQ(show(office.share(now, now + hours(1), -1)), "a percentage is from 0 to 100, not -1");
}

}  // namespace
}  // namespace steward::calendar
