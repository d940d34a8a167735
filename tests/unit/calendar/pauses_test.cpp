// SPDX-License-Identifier: MIT
#include "steward/calendar/pauses.hpp"

#include "unit/calendar/calendars.hpp"

namespace steward::calendar {
namespace {

// In November 2026 the 20th is a Friday, the 26th Thanksgiving (Thursday, a holiday); EST = -05:00.

Pause pause(std::string_view from, std::string_view to) {
  return {at(from), at(to)};
}

PausedCalendar office_with(std::vector<Pause> pauses) {
  return {new_york_office(), Pauses::from(std::move(pauses)).value()};
}

std::string add(const PausedCalendar& office, std::string_view start, Microseconds time) {
  return show_in(new_york_office().zone(), office.add(at(start), time));
}

TEST(Pauses, AreJoinedAndInOrder) {
  const auto pauses = Pauses::from({pause("2026-11-20T15:00:00Z", "2026-11-20T16:00:00Z"),
                                    pause("2026-11-20T10:00:00Z", "2026-11-20T12:00:00Z"),
                                    pause("2026-11-20T11:00:00Z", "2026-11-20T11:30:00Z"),
                                    pause("2026-11-20T12:00:00Z", "2026-11-20T13:00:00Z"),
                                    pause("2026-11-20T14:00:00Z", "2026-11-20T14:00:00Z")})
                          .value();
  EXPECT_EQ(pauses.intervals(),
            (std::vector<Interval>{{at("2026-11-20T10:00:00Z"), at("2026-11-20T13:00:00Z")},
                                   {at("2026-11-20T15:00:00Z"), at("2026-11-20T16:00:00Z")}}));
}

TEST(Pauses, CannotEndBeforeTheyBegin) {
  const auto inverted = Pauses::from({pause("2026-11-20T15:00:00-05:00", "2026-11-20T19:59:59Z")});
  ASSERT_FALSE(inverted);
  EXPECT_EQ(inverted.error().code(), ErrorCode::invalid_input);
  EXPECT_EQ(inverted.error().message(),
            "a pause from 2026-11-20T20:00:00Z ends before it begins, at 2026-11-20T19:59:59Z");
}

TEST(PausedCalendar, LeavesOutWhatIsPaused) {
  const auto lunch = office_with({pause("2026-11-20T12:00:00-05:00", "2026-11-20T13:00:00-05:00")});
  EXPECT_EQ(add(lunch, "2026-11-20T11:00:00-05:00", hours(1)), "2026-11-20 12:00 EST");
  EXPECT_EQ(add(lunch, "2026-11-20T11:00:00-05:00", hours(1) + seconds(1)), "2026-11-20 13:00 EST");
  EXPECT_EQ(add(lunch, "2026-11-20T11:00:00-05:00", hours(5)), "2026-11-20 17:00 EST");
  EXPECT_EQ(add(lunch, "2026-11-20T12:30:00-05:00", hours(0)), "2026-11-20 13:00 EST");
  EXPECT_EQ(add(lunch, "2026-11-20T12:00:00-05:00", hours(0)), "2026-11-20 13:00 EST");
  EXPECT_EQ(add(lunch, "2026-11-20T14:00:00-05:00", -hours(2)), "2026-11-20 11:00 EST");
  EXPECT_EQ(add(lunch, "2026-11-20T14:00:00-05:00", -hours(1)), "2026-11-20 13:00 EST");
  EXPECT_EQ(add(lunch, "2026-11-20T12:30:00-05:00", -hours(1)), "2026-11-20 11:00 EST");
  EXPECT_EQ(lunch.between(at("2026-11-20T11:30:00-05:00"), at("2026-11-20T12:30:00-05:00")).value(),
            minutes(30));
  EXPECT_EQ(lunch.between(at("2026-11-20T14:00:00-05:00"), at("2026-11-20T11:00:00-05:00")).value(),
            -hours(2));
  EXPECT_TRUE(lunch.is_open(at("2026-11-20T11:59:59-05:00")));
  EXPECT_FALSE(lunch.is_open(at("2026-11-20T12:00:00-05:00")));
  EXPECT_TRUE(lunch.is_open(at("2026-11-20T13:00:00-05:00")));
  EXPECT_EQ(show_in(new_york_office().zone(), lunch.next_close(at("2026-11-20T10:00:00-05:00"))),
            "2026-11-20 12:00 EST");
  EXPECT_EQ(show_in(new_york_office().zone(), lunch.next_close(at("2026-11-20T12:00:00-05:00"))),
            "2026-11-20 17:00 EST");
}

TEST(PausedCalendar, IsExactWhenPausesBeginOrEndOutsideOpeningHours) {
  const auto weekend =
      office_with({pause("2026-11-20T20:00:00-05:00", "2026-11-23T08:00:00-05:00")});
  EXPECT_EQ(add(weekend, "2026-11-20T16:00:00-05:00", hours(2)), "2026-11-23 10:00 EST");
  const auto overnight =
      office_with({pause("2026-11-20T16:30:00-05:00", "2026-11-21T12:00:00-05:00")});
  EXPECT_EQ(add(overnight, "2026-11-20T16:00:00-05:00", hours(2)), "2026-11-23 10:30 EST");
  EXPECT_EQ(add(overnight, "2026-11-20T16:00:00-05:00", minutes(30)), "2026-11-20 16:30 EST");
  const auto morning =
      office_with({pause("2026-11-21T12:00:00-05:00", "2026-11-23T09:45:00-05:00")});
  EXPECT_EQ(add(morning, "2026-11-20T16:00:00-05:00", hours(1)), "2026-11-20 17:00 EST");
  EXPECT_EQ(add(morning, "2026-11-20T16:00:00-05:00", hours(2)), "2026-11-23 10:45 EST");
}

TEST(PausedCalendar, StandsStillForGood) {
  const auto stopped = office_with({{at("2026-11-20T12:00:00-05:00"), {}}});
  EXPECT_EQ(add(stopped, "2026-11-20T10:00:00-05:00", hours(2)), "2026-11-20 12:00 EST");
  const std::string never =
      "nothing opens any more: the pause from 2026-11-20T17:00:00Z on is for good";
  EXPECT_EQ(add(stopped, "2026-11-20T10:00:00-05:00", hours(3)), never);
  EXPECT_EQ(add(stopped, "2026-11-21T10:00:00-05:00", hours(0)), never);
  EXPECT_EQ(add(stopped, "2026-11-23T10:00:00-05:00", -hours(1)), "2026-11-20 11:00 EST");
  EXPECT_EQ(stopped.between(at("2026-11-20T10:00:00-05:00"), at("2027-11-20")).value(), hours(2));
  EXPECT_FALSE(stopped.is_open(at("2026-11-24T10:00:00-05:00")));
}

TEST(PausedCalendar, LengthensDaysByTheOpenTimeThatPausesTook) {
  const auto span = [&](const PausedCalendar& office, std::string_view text) {
    return show_in(new_york_office().zone(),
                   office.due(at("2026-11-16T10:00:00-05:00"), parse_span(text).value()));
  };
  const auto an_hour =
      office_with({pause("2026-11-16T12:00:00-05:00", "2026-11-16T13:00:00-05:00")});
  EXPECT_EQ(span(an_hour, "2 working days"), "2026-11-18 11:00 EST");
  EXPECT_EQ(span(an_hour, "end of next working day"), "2026-11-18 10:00 EST");
  EXPECT_EQ(span(an_hour, "2 days"), "2026-11-18 11:00 EST");
  const auto a_night =
      office_with({pause("2026-11-16T18:00:00-05:00", "2026-11-17T08:00:00-05:00")});
  EXPECT_EQ(span(a_night, "2 working days"), "2026-11-18 10:00 EST");
  const auto always =
      PausedCalendar(Calendar::always(Zone()),
                     Pauses::from({pause("2026-11-16T18:00:00Z", "2026-11-17T08:00:00Z")}).value());
  EXPECT_EQ(show(always.due(at("2026-11-16T10:00:00Z"), {SpanKind::days, {}, 2})),
            "2026-11-19T00:00:00Z");
  EXPECT_EQ(show(always.next_close(at("2026-11-16T10:00:00Z"))), "2026-11-16T18:00:00Z");
  EXPECT_EQ(show(always.next_close(at("2026-11-18"))), "calendar 'always' never closes");
}

TEST(PausedCalendar, TakesSharesOfWhatIsLeft) {
  const auto lunch = office_with({pause("2026-11-20T12:00:00-05:00", "2026-11-20T13:00:00-05:00")});
  EXPECT_EQ(show_in(new_york_office().zone(), lunch.share(at("2026-11-20T10:00:00-05:00"),
                                                          at("2026-11-20T15:00:00-05:00"), 75)),
            "2026-11-20 14:00 EST");
}

TEST(PausedCalendar, SurvivesTheExtremesOfTime) {
  const auto lunch = office_with({pause("2026-11-20T12:00:00-05:00", "2026-11-20T13:00:00-05:00")});
  EXPECT_FALSE(lunch.add(at("2026-11-20"), Microseconds::max()));
  EXPECT_FALSE(lunch.add(at("2026-11-20"), Microseconds::min()));
  EXPECT_FALSE(lunch.between(Instant::min(), Instant::max()));
  // Also where a pause would lead from unknown years into known ones.
  const auto long_ago = office_with({pause("1950-01-01", "2001-01-01")});
  EXPECT_EQ(add(long_ago, "1960-01-01", minutes(1)),
            "1959-12-31 is outside the years 1970 to 2037 that calendar 'office' knows");
}

}  // namespace
}  // namespace steward::calendar
