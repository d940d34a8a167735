// SPDX-License-Identifier: MIT
// Nights, breaks, exceptions, holidays and changes of hours.
#include "unit/calendar/calendars.hpp"

namespace steward::calendar {
namespace {

using std::chrono::days;

// In November 2026 the 20th is a Friday.

/// Monday to Friday 22:00-06:00 UTC.
Definition night_shift() {
  return weekdays(Zone(), {{hours(22), hours(30)}});
}

std::string openings_of(const Definition& definition, std::string_view day) {
  const auto found = Calendar::from(definition).value().day(date(day)).value();
  std::string text;
  for (const auto& opening : found.openings) {
    text += (text.empty() ? "" : ", ") + format_table(opening.from, definition.zone) + " to " +
            format_table(opening.to, definition.zone);
  }
  return text;
}

TEST(Nights, BelongToTheDayTheyOpenOn) {
  const auto calendar = Calendar::from(night_shift()).value();
  EXPECT_TRUE(calendar.is_open(at("2026-11-21T05:59:59Z"))) << "Friday's night";
  EXPECT_FALSE(calendar.is_open(at("2026-11-21T06:00:00Z")));
  EXPECT_FALSE(calendar.is_open(at("2026-11-21T23:00:00Z")));
  EXPECT_FALSE(calendar.is_open(at("2026-11-23T05:00:00Z"))) << "Sunday opened nothing";
  EXPECT_EQ(show(calendar.add(at("2026-11-20T23:00:00Z"), hours(8))), "2026-11-23T23:00:00Z");
  EXPECT_EQ(calendar.between(at("2026-11-20"), at("2026-11-23")).value(), hours(14));
  // Friday is the working date, and closes on Saturday morning.
  EXPECT_EQ(
      show(calendar.due(at("2026-11-19T12:00:00Z"), {SpanKind::end_of_next_working_day, {}, 0})),
      "2026-11-21T06:00:00Z");
  EXPECT_EQ(show(calendar.due(at("2026-11-20T23:30:00Z"), {SpanKind::working_days, {}, 1})),
            "2026-11-23T23:30:00Z");
  EXPECT_EQ(openings_of(night_shift(), "2026-11-20"), "2026-11-20 22:00 to 2026-11-21 06:00");
}

TEST(Nights, AreClosedByAHolidayThatTheyOpenOn) {
  auto definition = night_shift();
  definition.holidays = {{date("2026-11-19"), "Thursday off"}};
  const auto calendar = Calendar::from(definition).value();
  EXPECT_TRUE(calendar.is_open(at("2026-11-19T05:00:00Z"))) << "Wednesday's night goes on";
  EXPECT_FALSE(calendar.is_open(at("2026-11-19T23:00:00Z")));
  EXPECT_FALSE(calendar.is_open(at("2026-11-20T05:00:00Z"))) << "Thursday's night never began";
  EXPECT_EQ(show(calendar.next_open(at("2026-11-19T06:00:00Z"))), "2026-11-20T22:00:00Z");
}

TEST(Nights, MayTakeUpTheWholeOfADay) {
  const auto definition = every_day(Zone(), {{hours(9), hours(33)}});
  const auto calendar = Calendar::from(definition).value();
  EXPECT_EQ(calendar.between(at("2026-11-20"), at("2026-11-23")).value(), hours(72));
}

TEST(Closing, IsFoundHoweverFarAhead) {
  auto definition = every_day(Zone(), {{hours(0), hours(24)}});
  definition.holidays = {{date("2023-05-01"), ""}, {date("2029-05-01"), ""}};
  const auto calendar = Calendar::from(definition).value();
  EXPECT_EQ(show(calendar.next_close(at("2026-11-22T12:00:00Z"))), "2029-05-01T00:00:00Z");
  EXPECT_EQ(show(calendar.previous_opening(at("2026-11-22T12:00:00Z"))), "2023-05-02T00:00:00Z");
  EXPECT_EQ(show(calendar.previous_opening(at("2023-05-01T12:00:00Z"))),
            "calendar 'daily' has no opening before 2023-05-01: the search ended at 1970-01-01");
  EXPECT_EQ(show(calendar.next_close(at("2029-05-02"))),
            "calendar 'daily' does not close from 2029-05-02 on: the search ended at 2037-12-31");
  EXPECT_EQ(show(Calendar::always(Zone()).next_close(at("2026-11-22"))),
            "calendar 'always' never closes");
  EXPECT_EQ(show(Calendar::always(Zone()).previous_opening(at("2026-11-22"))),
            "calendar 'always' never opens: it is open at every instant");
}

TEST(Closing, IsNotBetweenOpeningsThatTouch) {
  const auto calendar =
      Calendar::from(weekdays(Zone(), {{hours(9), hours(12)}, {hours(12), hours(17)}})).value();
  EXPECT_EQ(show(calendar.next_close(at("2026-11-20T10:00:00Z"))), "2026-11-20T17:00:00Z");
  EXPECT_EQ(show(calendar.next_close(at("2026-11-20T17:00:00Z"))), "2026-11-23T17:00:00Z");
  EXPECT_EQ(show(calendar.previous_opening(at("2026-11-20T12:00:00Z"))), "2026-11-20T09:00:00Z");
  EXPECT_EQ(show(calendar.previous_opening(at("2026-11-20T08:59:59Z"))), "2026-11-19T09:00:00Z");
}

TEST(Exceptions, GiveADateItsOwnHoursEvenOnAHoliday) {
  auto definition = weekdays(Zone(), {{hours(9), hours(17)}});
  definition.holidays = {{date("2026-12-24"), "Christmas Eve"}, {date("2026-12-25"), "Christmas"}};
  definition.exceptions[date("2026-12-24")] = {{hours(9), hours(12)}};
  definition.exceptions[date("2026-12-26")] = {{hours(10), hours(11)}};
  definition.exceptions[date("2026-12-28")] = {};
  EXPECT_EQ(openings_of(definition, "2026-12-24"), "2026-12-24 09:00 to 2026-12-24 12:00");
  EXPECT_EQ(openings_of(definition, "2026-12-25"), "");
  EXPECT_EQ(openings_of(definition, "2026-12-26"), "2026-12-26 10:00 to 2026-12-26 11:00");
  EXPECT_EQ(openings_of(definition, "2026-12-28"), "");
  const auto calendar = Calendar::from(definition).value();
  EXPECT_EQ(show(calendar.add(at("2026-12-23T16:00:00Z"), hours(6))), "2026-12-29T10:00:00Z");
  const auto eve = calendar.day(date("2026-12-24")).value();
  EXPECT_TRUE(eve.is_holiday);
  EXPECT_TRUE(eve.is_exception);
  EXPECT_EQ(eve.holiday, "Christmas Eve");
  EXPECT_FALSE(calendar.day(date("2026-12-23")).value().is_holiday);
}

TEST(Exceptions, MayBeginBeforeTheNightIsOver) {
  auto definition = night_shift();
  definition.exceptions[date("2026-11-19")] = {{hours(5), hours(9)}};
  const auto calendar = Calendar::from(definition).value();
  EXPECT_EQ(show(calendar.next_close(at("2026-11-18T23:00:00Z"))), "2026-11-19T09:00:00Z");
  EXPECT_EQ(calendar.between(at("2026-11-18T22:00:00Z"), at("2026-11-20")).value(), hours(11));
}

TEST(Breaks, AreTakenOutOfWhateverIsOpen) {
  auto definition = weekdays(Zone(), {{hours(9), hours(17)}});
  definition.breaks[date("2026-11-20")] = {{hours(12), hours(13)}, {hours(16), hours(18)}};
  definition.breaks[date("2026-11-19")] = {{hours(8), hours(20)}};
  EXPECT_EQ(openings_of(definition, "2026-11-20"),
            "2026-11-20 09:00 to 2026-11-20 12:00, 2026-11-20 13:00 to 2026-11-20 16:00");
  const auto calendar = Calendar::from(definition).value();
  EXPECT_EQ(show(calendar.add(at("2026-11-20T11:00:00Z"), hours(2))), "2026-11-20T14:00:00Z");
  EXPECT_EQ(show(calendar.add(at("2026-11-20T11:00:00Z"), hours(4))), "2026-11-20T16:00:00Z");
  // A day that is all break is no working date, and one closes when its last break begins.
  EXPECT_EQ(
      show(calendar.due(at("2026-11-18T10:00:00Z"), {SpanKind::end_of_next_working_day, {}, 0})),
      "2026-11-20T16:00:00Z");
}

TEST(Breaks, RunOverMidnightAsNightsDo) {
  auto definition = night_shift();
  definition.breaks[date("2026-11-19")] = {{hours(23), hours(25)}};
  definition.breaks[date("2026-11-20")] = {{hours(3), hours(4)}};
  EXPECT_EQ(openings_of(definition, "2026-11-19"),
            "2026-11-19 22:00 to 2026-11-19 23:00, 2026-11-20 01:00 to 2026-11-20 03:00, "
            "2026-11-20 04:00 to 2026-11-20 06:00");
  // Of a date on which nothing was open, too.
  auto mornings = weekdays(Zone(), {{hours(0), hours(6)}});
  mornings.hours[1] = {};
  mornings.breaks[date("2026-11-23")] = {{hours(23), hours(26)}};
  EXPECT_EQ(openings_of(mornings, "2026-11-24"), "2026-11-24 02:00 to 2026-11-24 06:00");
  EXPECT_EQ(openings_of(definition, "2026-11-20"), "2026-11-20 22:00 to 2026-11-21 06:00");
}

TEST(Changes, HoldFromADateToADate) {
  auto definition = weekdays(Zone(), {{hours(9), hours(17)}});
  const auto from_eight = weekdays(Zone(), {{hours(8), hours(16)}}).hours;
  const auto mornings = weekdays(Zone(), {{hours(8), hours(12)}}).hours;
  definition.changes = {{date("2027-07-01"), date("2027-08-31"), mornings},
                        {date("2027-03-01"), {}, from_eight}};
  EXPECT_EQ(openings_of(definition, "2027-02-26"), "2027-02-26 09:00 to 2027-02-26 17:00");
  EXPECT_EQ(openings_of(definition, "2027-03-01"), "2027-03-01 08:00 to 2027-03-01 16:00");
  EXPECT_EQ(openings_of(definition, "2027-06-30"), "2027-06-30 08:00 to 2027-06-30 16:00");
  EXPECT_EQ(openings_of(definition, "2027-07-01"), "2027-07-01 08:00 to 2027-07-01 12:00");
  EXPECT_EQ(openings_of(definition, "2027-08-31"), "2027-08-31 08:00 to 2027-08-31 12:00");
  EXPECT_EQ(openings_of(definition, "2027-09-01"), "2027-09-01 08:00 to 2027-09-01 16:00");
}

TEST(NegativeSpans, GoBackByTheDate) {
  const auto office = new_york_office();
  const auto due = [&](std::string_view start, const Span& span) {
    return show_in(office.zone(), office.due(at(start), span));
  };
  EXPECT_EQ(due("2026-11-23T10:00:00-05:00", {SpanKind::open_time, -hours(2), 0}),
            "2026-11-20 16:00 EST");
  EXPECT_EQ(due("2026-11-23T10:00:00-05:00", {SpanKind::days, {}, -2}), "2026-11-21 10:00 EST");
  EXPECT_EQ(due("2026-03-31T10:00:00-04:00", {SpanKind::months, {}, -1}), "2026-02-28 10:00 EST");
  EXPECT_EQ(due("2026-11-30T10:00:00-05:00", {SpanKind::working_days, {}, -2}),
            "2026-11-25 10:00 EST");
  EXPECT_EQ(due("2026-11-30T18:00:00-05:00", {SpanKind::working_days, {}, -1}),
            "2026-11-30 09:00 EST");
  EXPECT_EQ(due("1970-01-01T10:00:00-05:00", {SpanKind::working_days, {}, -1}),
            "calendar 'office' cannot place -1 working day before 1970-01-01: the search ended at "
            "1970-01-01");
}

TEST(Shares, AreOfTheOpenTime) {
  const auto office = new_york_office();
  const auto friday = at("2026-11-20T15:00:00-05:00");
  const auto monday = at("2026-11-23T15:00:00-05:00");  // eight hours
  const auto share = [&](int percent) {
    return show_in(office.zone(), office.share(friday, monday, percent));
  };
  EXPECT_EQ(share(0), "2026-11-20 15:00 EST");
  EXPECT_EQ(share(25), "2026-11-20 17:00 EST");
  EXPECT_EQ(share(50), "2026-11-23 11:00 EST");
  EXPECT_EQ(share(100), "2026-11-23 15:00 EST");
  // A hundred times the whole would be too much for 64 bits.
  const auto always = Calendar::always(Zone());
  EXPECT_EQ(show(always.share(at("0001-01-01"), at("9999-01-01"), 50)), "5000-01-01T00:00:00Z");
}

}  // namespace
}  // namespace steward::calendar
