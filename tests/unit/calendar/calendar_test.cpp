// SPDX-License-Identifier: MIT
#include "steward/calendar/calendar.hpp"

#include "unit/calendar/calendars.hpp"

namespace steward::calendar {
namespace {

// In November 2026 the 20th is a Friday, the 26th Thanksgiving (Thursday, a holiday); EST = -05:00.

TEST(Calendar, IsOpenFromOpeningUpToClosing) {
  const auto office = new_york_office();
  EXPECT_EQ(office.name(), "office");
  EXPECT_EQ(office.zone(), zone_of("America/New_York"));
  EXPECT_FALSE(office.is_open(at("2026-11-20T08:59:59.999999-05:00")));
  EXPECT_TRUE(office.is_open(at("2026-11-20T09:00:00-05:00")));
  EXPECT_TRUE(office.is_open(at("2026-11-20T16:59:59.999999-05:00")));
  EXPECT_FALSE(office.is_open(at("2026-11-20T17:00:00-05:00")));
  EXPECT_FALSE(office.is_open(at("2026-11-21T12:00:00-05:00")));
  EXPECT_FALSE(office.is_open(at("2026-11-26T12:00:00-05:00")));
}

TEST(Calendar, FindsTheNextOpening) {
  const auto office = new_york_office();
  const auto next = [&](std::string_view text) {
    return show_in(office.zone(), office.next_open(at(text)));
  };
  EXPECT_EQ(next("2026-11-20T10:30:00-05:00"), "2026-11-20 10:30 EST");
  EXPECT_EQ(next("2026-11-20T07:00:00-05:00"), "2026-11-20 09:00 EST");
  EXPECT_EQ(next("2026-11-20T17:00:00-05:00"), "2026-11-23 09:00 EST");
  EXPECT_EQ(next("2026-11-25T17:00:00-05:00"), "2026-11-27 09:00 EST");
}

TEST(Calendar, AddsOpenTime) {
  struct Row {
    std::string_view start;
    Microseconds time;
    std::string_view end;
  };
  const std::vector<Row> rows{
      {"2026-11-20T10:00:00-05:00", hours(2), "2026-11-20 12:00 EST"},
      {"2026-11-20T10:00:00-05:00", hours(0), "2026-11-20 10:00 EST"},
      {"2026-11-20T10:00:00-05:00", hours(7), "2026-11-20 17:00 EST"},
      {"2026-11-20T09:00:00-05:00", hours(8), "2026-11-20 17:00 EST"},
      {"2026-11-20T09:00:00-05:00", hours(16), "2026-11-23 17:00 EST"},
      {"2026-11-20T16:00:00-05:00", hours(2), "2026-11-23 10:00 EST"},
      {"2026-11-20T17:00:00-05:00", hours(0), "2026-11-23 09:00 EST"},
      {"2026-11-20T17:00:00-05:00", hours(1), "2026-11-23 10:00 EST"},
      {"2026-11-21T13:00:00-05:00", hours(0), "2026-11-23 09:00 EST"},
      {"2026-11-21T13:00:00-05:00", hours(8), "2026-11-23 17:00 EST"},
      {"2026-11-25T16:00:00-05:00", hours(2), "2026-11-27 10:00 EST"},
      {"2026-11-26T12:00:00-05:00", hours(1), "2026-11-27 10:00 EST"},
      {"2026-11-20T10:00:00-05:00", hours(48), "2026-12-01 10:00 EST"},
  };
  const auto office = new_york_office();
  for (const auto& row : rows) {
    EXPECT_EQ(show_in(office.zone(), office.add(at(row.start), row.time)), row.end) << row.start;
    EXPECT_EQ(show_in(office.zone(), office.due(at(row.start), {SpanKind::open_time, row.time, 0})),
              row.end);
  }
}

TEST(Calendar, SubtractsToTheLatestStart) {
  struct Row {
    std::string_view end;
    Microseconds time;
    std::string_view start;
  };
  const std::vector<Row> rows{
      {"2026-11-20T12:00:00-05:00", hours(2), "2026-11-20 10:00 EST"},
      {"2026-11-20T17:00:00-05:00", hours(8), "2026-11-20 09:00 EST"},
      {"2026-11-23T10:00:00-05:00", hours(1), "2026-11-23 09:00 EST"},
      {"2026-11-23T10:00:00-05:00", hours(2), "2026-11-20 16:00 EST"},
      {"2026-11-22T12:00:00-05:00", hours(1), "2026-11-20 16:00 EST"},
      {"2026-11-27T10:00:00-05:00", hours(2), "2026-11-25 16:00 EST"},
  };
  const auto office = new_york_office();
  for (const auto& row : rows) {
    EXPECT_EQ(show_in(office.zone(), office.add(at(row.end), -row.time)), row.start) << row.end;
  }
}

TEST(Calendar, MeasuresOpenTime) {
  const auto office = new_york_office();
  const auto friday = at("2026-11-20T16:00:00-05:00");
  const auto monday = at("2026-11-23T10:00:00-05:00");
  EXPECT_EQ(office.between(friday, monday).value(), hours(2));
  EXPECT_EQ(office.between(monday, friday).value(), -hours(2));
  EXPECT_EQ(office.between(friday, friday).value(), hours(0));
  EXPECT_EQ(
      office.between(at("2026-11-20T17:00:00-05:00"), at("2026-11-23T09:00:00-05:00")).value(),
      hours(0));
  EXPECT_EQ(office.between(at("2026-11-23"), at("2026-11-30")).value(), hours(32));
  EXPECT_EQ(office.between(friday, friday + Microseconds(1)).value(), Microseconds(1));
}

TEST(Calendar, KeepsSeveralOpeningsADayAndMidnight) {
  const auto calendar = Calendar::from(every_day(Zone(), {{hours(0), hours(2)},
                                                          {hours(8), hours(12)},
                                                          {hours(12), hours(13)},
                                                          {hours(20), hours(24)}}))
                            .value();
  EXPECT_EQ(show(calendar.add(at("2026-11-20T11:00:00Z"), hours(3))), "2026-11-20T21:00:00Z");
  EXPECT_EQ(show(calendar.add(at("2026-11-20T23:00:00Z"), hours(1))), "2026-11-21T00:00:00Z");
  EXPECT_EQ(show(calendar.add(at("2026-11-20T23:00:00Z"), hours(2))), "2026-11-21T01:00:00Z");
  EXPECT_TRUE(calendar.is_open(at("2026-11-20T12:00:00Z")));
  EXPECT_TRUE(calendar.is_open(at("2026-11-21T00:00:00Z")));
  EXPECT_EQ(
      show(calendar.due(at("2026-11-20T11:00:00Z"), {SpanKind::end_of_next_working_day, {}, 0})),
      "2026-11-22T00:00:00Z");
}

TEST(Calendar, CountsElapsedTimeAcrossDst) {
  struct Row {
    std::string_view zone;
    std::string_view start;
    std::string_view end;
    Microseconds open;  ///< from start to end, open from midnight to 06:00
  };
  const std::vector<Row> rows{
      {"America/New_York", "2026-03-08T00:00:00-05:00", "2026-03-08T06:00:00-04:00", hours(5)},
      {"America/New_York", "2026-11-01T00:00:00-04:00", "2026-11-01T06:00:00-05:00", hours(7)},
      {"Australia/Sydney", "2026-10-04T00:00:00+10:00", "2026-10-04T06:00:00+11:00", hours(5)},
      {"Australia/Sydney", "2026-04-05T00:00:00+11:00", "2026-04-05T06:00:00+10:00", hours(7)},
      {"Australia/Lord_Howe", "2026-10-04T00:00:00+10:30", "2026-10-04T06:00:00+11:00",
       minutes(330)},
      {"Australia/Lord_Howe", "2026-04-05T00:00:00+11:00", "2026-04-05T06:00:00+10:30",
       minutes(390)},
      {"Asia/Kathmandu", "2026-04-05T00:00:00+05:45", "2026-04-05T06:00:00+05:45", hours(6)},
  };
  for (const auto& row : rows) {
    const auto nights =
        Calendar::from(every_day(zone_of(row.zone), {{hours(0), hours(6)}})).value();
    EXPECT_EQ(nights.between(at(row.start), at(row.end)).value(), row.open)
        << row.zone << row.start;
    EXPECT_EQ(nights.add(at(row.start), row.open).value(), at(row.end)) << row.zone << row.start;
    EXPECT_EQ(nights.add(at(row.end), -row.open).value(), at(row.start)) << row.zone;
  }
}

TEST(Calendar, DropsAnOpeningInsideADstGap) {
  const auto zone = zone_of("America/New_York");
  const auto early = Calendar::from(every_day(zone, {{hours(2), hours(3)}})).value();
  EXPECT_EQ(show_in(zone, early.next_open(at("2026-03-08T00:00:00-05:00"))),
            "2026-03-09 02:00 EDT");
  EXPECT_EQ(early.between(at("2026-03-08"), at("2026-03-09")).value(), hours(0));
  // Nothing opens on the 8th, so it is no working date.
  EXPECT_EQ(
      show_in(zone, early.due(at("2026-03-07T02:30:00-05:00"), {SpanKind::working_days, {}, 1})),
      "2026-03-09 02:30 EDT");
  // One that is only half inside is as long as what is left.
  const auto longer = Calendar::from(every_day(zone, {{minutes(150), hours(4)}})).value();
  EXPECT_EQ(show_in(zone, longer.next_open(at("2026-03-08T00:00:00-05:00"))),
            "2026-03-08 03:00 EDT");
  EXPECT_EQ(longer.between(at("2026-03-08"), at("2026-03-09")).value(), hours(1));
}

TEST(Calendar, OpensAndClosesAtTheFirstOfADoubledTime) {
  const auto zone = zone_of("America/New_York");
  const auto from_half_past = Calendar::from(every_day(zone, {{minutes(90), hours(3)}})).value();
  EXPECT_EQ(from_half_past.between(at("2026-11-01"), at("2026-11-02T05:00:00Z")).value(),
            minutes(150));
  const auto to_half_past = Calendar::from(every_day(zone, {{hours(0), minutes(90)}})).value();
  EXPECT_EQ(to_half_past.between(at("2026-11-01"), at("2026-11-02T05:00:00Z")).value(),
            minutes(90));
}

TEST(Calendar, AddsDaysAndMonthsByTheDate) {
  struct Row {
    std::string_view start;
    std::string_view span;
    std::string_view end;
  };
  const std::vector<Row> rows{
      {"2026-11-20T18:30:00-05:00", "2 days", "2026-11-22 18:30 EST"},
      {"2026-11-20T10:00:00-05:00", "1 week", "2026-11-27 10:00 EST"},
      {"2026-10-31T10:00:00-04:00", "1 day", "2026-11-01 10:00 EST"},
      {"2026-03-07T02:30:00-05:00", "1 day", "2026-03-08 03:00 EDT"},
      {"2026-10-31T01:30:00-04:00", "1 day", "2026-11-01 01:30 EDT"},
      {"2026-01-31T10:00:00-05:00", "1 month", "2026-02-28 10:00 EST"},
      {"2028-01-31T10:00:00-05:00", "1 month", "2028-02-29 10:00 EST"},
      {"2026-02-28T10:00:00-05:00", "1 month", "2026-03-28 10:00 EDT"},
      {"2026-10-31T10:00:00-04:00", "13 months", "2027-11-30 10:00 EST"},
      {"2028-02-29T10:00:00-05:00", "1 year", "2029-02-28 10:00 EST"},
      {"2028-02-29T10:00:00-05:00", "4 years", "2032-02-29 10:00 EST"},
      {"2026-12-31T23:59:00-05:00", "2 months", "2027-02-28 23:59 EST"},
  };
  const auto office = new_york_office();
  const auto always = Calendar::always(office.zone());
  for (const auto& row : rows) {
    const auto span = parse_span(row.span).value();
    EXPECT_EQ(show_in(office.zone(), office.due(at(row.start), span)), row.end) << row.start;
    EXPECT_EQ(show_in(office.zone(), always.due(at(row.start), span)), row.end) << row.start;
  }
}

TEST(Calendar, CountsWorkingDates) {
  struct Row {
    std::string_view start;
    std::string_view span;
    std::string_view end;
  };
  const std::vector<Row> rows{
      {"2026-11-18T10:00:00-05:00", "2 working days", "2026-11-20 10:00 EST"},
      {"2026-11-20T10:00:00-05:00", "1 working day", "2026-11-23 10:00 EST"},
      {"2026-11-20T17:00:00-05:00", "1 working day", "2026-11-23 17:00 EST"},
      {"2026-11-20T18:00:00-05:00", "1 working day", "2026-11-24 09:00 EST"},
      {"2026-11-20T07:00:00-05:00", "1 working day", "2026-11-23 09:00 EST"},
      {"2026-11-21T10:00:00-05:00", "1 working day", "2026-11-23 10:00 EST"},
      {"2026-11-25T10:00:00-05:00", "1 working day", "2026-11-27 10:00 EST"},
      {"2026-11-26T10:00:00-05:00", "2 working days", "2026-11-30 10:00 EST"},
      {"2026-11-25T18:00:00-05:00", "1 working day", "2026-11-30 09:00 EST"},
      {"2026-10-30T10:00:00-04:00", "1 working day", "2026-11-02 10:00 EST"},
      // Friday 23:30 in New York is already Saturday in UTC.
      {"2026-11-20T23:30:00-05:00", "1 working day", "2026-11-24 09:00 EST"},
  };
  const auto office = new_york_office();
  for (const auto& row : rows) {
    EXPECT_EQ(show_in(office.zone(), office.due(at(row.start), parse_span(row.span).value())),
              row.end)
        << row.start;
  }
}

TEST(Calendar, MovesAClosedTimeOfAWorkingDateToItsNextOpening) {
  const auto shop =
      Calendar::from(weekdays(Zone(), {{hours(8), hours(12)}, {hours(14), hours(18)}})).value();
  const Span next_day{SpanKind::working_days, {}, 1};
  EXPECT_EQ(show(shop.due(at("2026-11-23T13:00:00Z"), next_day)), "2026-11-24T14:00:00Z");
  EXPECT_EQ(show(shop.due(at("2026-11-23T12:00:00Z"), next_day)), "2026-11-24T12:00:00Z");
  EXPECT_EQ(show(shop.due(at("2026-11-23T06:00:00Z"), next_day)), "2026-11-24T08:00:00Z");
}

TEST(Calendar, EndsTheNextWorkingDayAtItsLastClosing) {
  struct Row {
    std::string_view start;
    std::string_view end;
  };
  const std::vector<Row> rows{
      {"2026-11-19T10:00:00-05:00", "2026-11-20 17:00 EST"},
      {"2026-11-20T08:00:00-05:00", "2026-11-23 17:00 EST"},
      {"2026-11-20T23:30:00-05:00", "2026-11-23 17:00 EST"},
      {"2026-11-21T00:00:00-05:00", "2026-11-23 17:00 EST"},
      {"2026-11-22T12:00:00-05:00", "2026-11-23 17:00 EST"},
      {"2026-11-23T00:00:00-05:00", "2026-11-24 17:00 EST"},
      {"2026-11-25T10:00:00-05:00", "2026-11-27 17:00 EST"},
      {"2026-10-30T10:00:00-04:00", "2026-11-02 17:00 EST"},
  };
  const auto office = new_york_office();
  for (const auto& row : rows) {
    EXPECT_EQ(show_in(office.zone(),
                      office.due(at(row.start), {SpanKind::end_of_next_working_day, {}, 0})),
              row.end)
        << row.start;
  }
}

TEST(Always, IsOpenAtEveryInstant) {
  const auto always = Calendar::always(zone_of("America/New_York"));
  const auto sunday = at("2026-11-01T00:30:00-04:00");
  EXPECT_EQ(always.name(), "always");
  EXPECT_TRUE(always.is_open(sunday));
  EXPECT_EQ(always.next_open(sunday).value(), sunday);
  EXPECT_EQ(always.add(sunday, hours(48)).value(), sunday + hours(48));
  EXPECT_EQ(always.add(sunday, hours(0)).value(), sunday);
  EXPECT_EQ(always.add(sunday, -hours(48)).value(), sunday - hours(48));
  EXPECT_EQ(always.between(sunday, sunday + hours(48)).value(), hours(48));
  EXPECT_EQ(always.between(sunday, sunday - hours(48)).value(), -hours(48));
  // Elapsed time needs no rules of DST.
  EXPECT_EQ(show(always.add(at("2040-07-01"), hours(1))), "2040-07-01T01:00:00Z");
}

TEST(Always, TakesEveryDateForAWorkingDate) {
  const auto always = Calendar::always(zone_of("America/New_York"));
  const auto due = [&](std::string_view start, std::string_view span) {
    return show_in(always.zone(), always.due(at(start), parse_span(span).value()));
  };
  EXPECT_EQ(due("2026-11-20T18:00:00-05:00", "2 working days"), "2026-11-22 18:00 EST");
  EXPECT_EQ(due("2026-10-31T10:00:00-04:00", "1 working day"), "2026-11-01 10:00 EST");
  EXPECT_EQ(due("2026-11-20T10:00:00-05:00", "end of next working day"), "2026-11-22 00:00 EST");
  EXPECT_EQ(due("2026-10-31T10:00:00-04:00", "end of next working day"), "2026-11-02 00:00 EST");
}

TEST(Calendar, IsEqualToOneOfTheSameDefinition) {
  const auto office = new_york_office();
  EXPECT_EQ(office, new_york_office());
  auto definition = weekdays(zone_of("America/New_York"), {{hours(9), hours(17)}});
  definition.holidays = {{date("2026-11-26"), "Thanksgiving"}, {date("2026-12-25"), ""}};
  EXPECT_EQ(office, Calendar::from(definition).value());
  definition.holidays.erase(date("2026-12-25"));
  EXPECT_NE(office, Calendar::from(definition).value());
  const auto always = Calendar::always(zone_of("America/New_York"));
  EXPECT_NE(office, always);
  EXPECT_EQ(always, Calendar::always(zone_of("America/New_York")));
  EXPECT_NE(always, Calendar::always(zone_of("Australia/Sydney")));
}

}  // namespace
}  // namespace steward::calendar
