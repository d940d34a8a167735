// SPDX-License-Identifier: MIT
#include "app/calendar_words.hpp"

#include <gmock/gmock.h>

namespace steward::app {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::ElementsAre;

Instant at(std::string_view text) {
  return parse_instant(text).value();
}

calendar::Definition office() {
  calendar::Definition definition{
      "office", calendar::Zone::find("America/New_York").value(), {}, {}};
  for (std::size_t day = 1; day <= 5; ++day) definition.hours[day] = {{hours(9), hours(17)}};
  definition.hours[6] = {{hours(9), hours(12)}, {hours(13), hours(15)}};
  return definition;
}

const Instant kNow = at("2026-11-24T12:00:00-05:00");

TEST(CalendarWords, SayLengths) {
  EXPECT_EQ(length_in_words(hours(1)), "1 hour");
  EXPECT_EQ(length_in_words(hours(48)), "48 hours");
  EXPECT_EQ(length_in_words(hours(72)), "3 days");
  EXPECT_EQ(length_in_words(minutes(90)), "1 hour 30 minutes");
  EXPECT_EQ(length_in_words(std::chrono::seconds(61)), "1 minute 1 second");
  EXPECT_EQ(length_in_words(Microseconds(0)), "0 seconds");
}

TEST(CalendarWords, SayHours) {
  EXPECT_EQ(hours_in_words(calendar::Calendar::from(office()).value(), kNow),
            "Mon-Fri 09:00-17:00, Sat 09:00-12:00 and 13:00-15:00 New York");
  auto daily = office();
  daily.hours.fill({{hours(0), hours(24)}});
  EXPECT_EQ(hours_in_words(calendar::Calendar::from(daily).value(), kNow),
            "every day 00:00-24:00 New York");
  EXPECT_EQ(hours_in_words(calendar::Calendar::always(daily.zone), kNow), "day and night");
}

TEST(CalendarWords, SayHolidaysThatCloseSomething) {
  auto definition = office();
  // A Thursday, a Sunday that is closed anyway, and a Friday.
  for (const auto* date : {"2026-11-26", "2026-12-06", "2026-12-25"}) {
    definition.holidays.emplace(std::chrono::floor<std::chrono::days>(at(date)), "");
  }
  definition.holidays.begin()->second = "Thanksgiving";
  EXPECT_THAT(hours_in_words(calendar::Calendar::from(definition).value(), kNow),
              testing::EndsWith(
                  "New York, closed on 2 holidays in a year, next on Thu 26 Nov, Thanksgiving"));
}

TEST(CalendarWords, SayHowADueIsCounted) {
  auto definition = office();
  definition.hours[6].clear();
  definition.exceptions = {
      {std::chrono::floor<std::chrono::days>(at("2026-11-30")), {{hours(10), hours(12)}}}};
  const auto calendar = calendar::Calendar::from(definition).value();
  const auto pauses =
      calendar::Pauses::from({{at("2026-11-30T11:00:00-05:00"), at("2026-12-01T10:00:00-05:00")}})
          .value();
  const auto reckoning = calendar::reckon(calendar, pauses, at("2026-11-27T16:30:00-05:00"),
                                          {calendar::SpanKind::open_time, hours(2), 0})
                             .value();
  EXPECT_THAT(
      steps_in_words(reckoning, calendar, kNow),
      ElementsAre(ReckoningStep{"Fri 27 Nov", "16:30-17:00: 30 min"},
                  ReckoningStep{"Sat 28 Nov", "closed"}, ReckoningStep{"Sun 29 Nov", "closed"},
                  ReckoningStep{"Mon 30 Nov", "10:00-11:00: 1 h"},
                  ReckoningStep{"Mon 30 Nov", "open only 10:00-12:00"},
                  ReckoningStep{"Mon 30 Nov", "paused until Tue 1 Dec, 10:00 EST"},
                  ReckoningStep{"Tue 1 Dec", "10:00-10:30: 30 min"}));
}

}  // namespace
}  // namespace steward::app
