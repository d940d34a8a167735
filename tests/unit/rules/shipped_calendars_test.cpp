// SPDX-License-Identifier: MIT
// The shipped calendars have the holidays that the authorities have published.
#include <gtest/gtest.h>

#include "paths.hpp"
#include "steward/rules/calendar_files.hpp"
#include "unit/rules/reading_calendars.hpp"

namespace steward::rules {
namespace {

using std::chrono::sys_days;
using test::holiday_on;
using test::hours_on;

class ShippedCalendars : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(problems_.render_all(), ""); }

  /// The holidays of a year, "01-01 12-25"; without those on weekends when told so.
  [[nodiscard]] std::string holidays(const std::string& name, int year, bool weekends) const {
    std::string found;
    const auto& calendar = calendars_.at(name);
    const auto next_year = sys_days(std::chrono::year(year + 1) / std::chrono::January / 1);
    for (auto date = sys_days(std::chrono::year(year) / std::chrono::January / 1); date < next_year;
         date += std::chrono::days(1)) {
      const auto weekday = std::chrono::weekday(date).iso_encoding();
      if (!calendar.day(date).value().is_holiday || (!weekends && weekday > 5)) continue;
      found += (found.empty() ? "" : " ") + to_rfc3339(Instant(date)).substr(5, 5);
    }
    return found;
  }

  Problems problems_;
  Calendars calendars_ = load_calendars({STEWARD_SOURCE_DIR "/config/calendars"}, calendar::Zone(),
                                        parse_instant("2026-11-22T15:00:00Z").value(), problems_);
};

TEST_F(ShippedCalendars, AreThese) {
  std::string names;
  for (const auto& [name, calendar] : calendars_) names += name + " ";
  EXPECT_EQ(names, "airport-hours always australian-holidays business-hours us-federal-holidays ");
}

TEST_F(ShippedCalendars, CloseTheUsGovernmentWhenItSaysSo) {
  // US Office of Personnel Management, "Federal Holidays", by the days on which they are kept.
  const std::map<int, std::string> published = {
      {2024, "01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25"},
      {2025, "01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25"},
      {2026, "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25"},
      {2027, "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31"},
      {2028, "01-17 02-21 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25"},
      {2029, "01-01 01-15 02-19 05-28 06-19 07-04 09-03 10-08 11-12 11-22 12-25"},
      {2030, "01-01 01-21 02-18 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25"},
  };
  for (const auto& [year, dates] : published) {
    EXPECT_EQ(holidays("us-federal-holidays", year, false), dates) << year;
    EXPECT_EQ(holidays("business-hours", year, false), dates) << year;
  }
}

TEST_F(ShippedCalendars, NameUsHolidaysOnTheirDateAndWhenTheyAreKept) {
  const auto& us = calendars_.at("us-federal-holidays");
  EXPECT_EQ(holiday_on(us, "2026-07-03"), "Independence Day, observed");
  EXPECT_EQ(holiday_on(us, "2026-07-04"), "Independence Day");
  EXPECT_EQ(holiday_on(us, "2027-12-31"), "New Year's Day, observed");
  EXPECT_EQ(holiday_on(us, "2028-01-01"), "New Year's Day");
  EXPECT_EQ(holiday_on(us, "2029-11-11"), "Veterans Day");
  EXPECT_EQ(holiday_on(us, "2029-11-12"), "Veterans Day, observed");
  EXPECT_EQ(holiday_on(us, "2023-01-02"), "New Year's Day, observed");
}

TEST_F(ShippedCalendars, BeginUsHolidaysInTheirYears) {
  // 5 U.S.C. 6103 as it was amended: Juneteenth in 2021, Martin Luther King's birthday in 1986,
  // Veterans Day back on its date in 1978, the Mondays in 1971.
  const auto& us = calendars_.at("us-federal-holidays");
  EXPECT_EQ(holiday_on(us, "2020-06-19"), "no holiday");
  EXPECT_EQ(holiday_on(us, "2021-06-18"), "Juneteenth, observed");
  EXPECT_EQ(holiday_on(us, "1985-01-21"), "no holiday");
  EXPECT_EQ(holiday_on(us, "1986-01-20"), "Martin Luther King Jr. Day");
  EXPECT_EQ(holiday_on(us, "1977-10-24"), "Veterans Day");
  EXPECT_EQ(holiday_on(us, "1977-11-11"), "no holiday");
  EXPECT_EQ(holiday_on(us, "1978-11-10"), "Veterans Day, observed");
  EXPECT_EQ(holiday_on(us, "1978-10-23"), "no holiday");
  EXPECT_EQ(holiday_on(us, "1971-10-11"), "Columbus Day");
}

TEST_F(ShippedCalendars, HaveTheHolidaysOfAllAustralia) {
  // Fair Work Ombudsman, "List of public holidays", what all states have in common but for the
  // dates on which some keep the King's Birthday.
  const std::map<int, std::string> published = {
      {2024, "01-01 01-26 03-29 04-01 04-25 06-10 12-25 12-26"},
      {2025, "01-01 01-27 04-18 04-21 04-25 06-09 12-25 12-26"},
      {2026, "01-01 01-26 04-03 04-06 04-25 06-08 12-25 12-26 12-28"},
      {2027, "01-01 01-26 03-26 03-29 04-25 06-14 12-25 12-26 12-27 12-28"},
      {2028, "01-01 01-03 01-26 04-14 04-17 04-25 06-12 12-25 12-26"},
      {2029, "01-01 01-26 03-30 04-02 04-25 06-11 12-25 12-26"},
      {2030, "01-01 01-28 04-19 04-22 04-25 06-10 12-25 12-26"},
  };
  for (const auto& [year, dates] : published) {
    EXPECT_EQ(holidays("australian-holidays", year, true), dates) << year;
  }
  const auto& australia = calendars_.at("australian-holidays");
  EXPECT_EQ(holiday_on(australia, "2022-06-13"), "Queen's Birthday");
  EXPECT_EQ(holiday_on(australia, "2023-06-12"), "King's Birthday");
  EXPECT_EQ(holiday_on(australia, "2022-12-27"), "Christmas Day, additional day");
}

TEST_F(ShippedCalendars, OpenWhenTheySay) {
  const auto& office = calendars_.at("business-hours");
  EXPECT_EQ(office.zone().name(), "America/New_York");
  EXPECT_EQ(hours_on(office, "2026-11-23"), "09:00-17:00");
  EXPECT_EQ(hours_on(office, "2026-11-26"), "");
  EXPECT_EQ(hours_on(office, "2026-11-28"), "");
  const auto& airport = calendars_.at("airport-hours");
  EXPECT_EQ(airport.zone().name(), "America/New_York");
  EXPECT_EQ(hours_on(airport, "2026-11-26"), "05:00-23:00");
  EXPECT_EQ(hours_on(airport, "2026-11-28"), "05:00-23:00");
  EXPECT_FALSE(airport.is_open(*parse_instant("2026-11-27T04:00:00Z")));
}

}  // namespace
}  // namespace steward::rules
