// SPDX-License-Identifier: MIT
#include "steward/calendar/zone.hpp"

#include "unit/calendar/calendars.hpp"

namespace steward::calendar {
namespace {

using std::chrono::year;

LocalTime local(int y, unsigned m, unsigned d, Microseconds time_of_day) {
  return {year(y) / std::chrono::month(m) / std::chrono::day(d), time_of_day};
}

TEST(Zone, IsUtcByDefault) {
  EXPECT_EQ(Zone().name(), "UTC");
  EXPECT_EQ(Zone(), zone_of("UTC"));
  EXPECT_EQ(Zone(), zone_of("Etc/UTC"));
  EXPECT_EQ(Zone().abbreviation(at("2026-11-22")), "UTC");
  EXPECT_FALSE(Zone().has_dst());
  EXPECT_EQ(Zone().to_local(at("1969-12-31T23:59:00Z")), local(1969, 12, 31, minutes(1439)));
}

TEST(Zone, IsEqualToItselfAlone) {
  EXPECT_EQ(zone_of("Asia/Kathmandu"), zone_of("Asia/Kathmandu"));
  EXPECT_NE(zone_of("Asia/Kathmandu"), zone_of("Asia/Kolkata"));
  EXPECT_NE(zone_of("Asia/Kathmandu"), Zone());
  EXPECT_EQ(zone_of("Asia/Kathmandu").name(), "Asia/Kathmandu");
}

TEST(Zone, SaysWhichNameWasMeant) {
  struct Row {
    std::string_view name;
    std::string_view message;
  };
  const std::vector<Row> rows{
      {"Amerika/New_York",
       "unknown time zone 'Amerika/New_York': did you mean 'America/New_York'?"},
      {"america/new york",
       "unknown time zone 'america/new york': did you mean 'America/New_York'?"},
      {"New_York", "unknown time zone 'New_York': did you mean 'America/New_York'?"},
      {"Europe/Berlim", "unknown time zone 'Europe/Berlim': did you mean 'Europe/Berlin'?"},
      {"utc", "unknown time zone 'utc': did you mean 'UTC'?"},
      {"Eastern Standard Time",
       "unknown time zone 'Eastern Standard Time': expected a name such as 'America/New_York'"},
      {"localtime", "unknown time zone 'localtime': expected a name such as 'America/New_York'"},
      {"", "unknown time zone '': expected a name such as 'America/New_York'"},
      {"../../../etc/passwd",
       "unknown time zone '../../../etc/passwd': expected a name such as 'America/New_York'"},
  };
  for (const auto& [name, message] : rows) {
    const auto found = Zone::find(name);
    ASSERT_FALSE(found) << name;
    EXPECT_EQ(found.error().code(), ErrorCode::not_found);
    EXPECT_EQ(found.error().message(), message);
  }
}

TEST(Zone, ConvertsBothWays) {
  struct Row {
    std::string_view zone;
    std::string_view instant;
    std::string_view local;
    std::string_view abbreviation;
  };
  const std::vector<Row> rows{
      {"America/New_York", "2026-01-15T14:00:00Z", "2026-01-15 09:00", "EST"},
      {"America/New_York", "2026-07-15T13:00:00Z", "2026-07-15 09:00", "EDT"},
      {"Australia/Sydney", "2026-01-15T22:00:00Z", "2026-01-16 09:00", "AEDT"},
      {"Australia/Sydney", "2026-07-15T23:00:00Z", "2026-07-16 09:00", "AEST"},
      {"Australia/Lord_Howe", "2026-01-15T22:00:00Z", "2026-01-16 09:00", "+11"},
      {"Australia/Lord_Howe", "2026-07-15T22:30:00Z", "2026-07-16 09:00", "+1030"},
      {"Asia/Kathmandu", "2026-07-15T03:15:00Z", "2026-07-15 09:00", "+0545"},
      {"America/New_York", "1965-07-01T13:00:00Z", "1965-07-01 09:00", "EDT"},
  };
  for (const auto& row : rows) {
    const auto zone = zone_of(row.zone);
    const auto instant = at(row.instant);
    EXPECT_EQ(format_table(instant, zone), row.local) << row.zone;
    EXPECT_EQ(zone.abbreviation(instant), row.abbreviation) << row.zone;
    EXPECT_EQ(zone.to_instant(zone.to_local(instant)), instant) << row.zone;
  }
}

TEST(Zone, KeepsMicroseconds) {
  const auto zone = zone_of("Asia/Kathmandu");
  const auto instant = at("2026-07-15T18:15:00.000001Z");
  EXPECT_EQ(zone.to_local(instant), local(2026, 7, 16, Microseconds(1)));
  EXPECT_EQ(zone.to_instant(local(2026, 7, 16, Microseconds(1))), instant);
  const auto before_epoch = at("1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(zone.to_instant(zone.to_local(before_epoch)), before_epoch);
}

TEST(Zone, ReadsASkippedTimeAsTheGap) {
  struct Row {
    std::string_view zone;
    LocalTime local;
    std::string_view instant;
  };
  const std::vector<Row> rows{
      {"America/New_York", local(2026, 3, 8, minutes(119)), "2026-03-08T06:59:00Z"},
      {"America/New_York", local(2026, 3, 8, hours(2)), "2026-03-08T07:00:00Z"},
      {"America/New_York", local(2026, 3, 8, minutes(150)), "2026-03-08T07:00:00Z"},
      {"America/New_York", local(2026, 3, 8, hours(3)), "2026-03-08T07:00:00Z"},
      {"Australia/Sydney", local(2026, 10, 4, minutes(150)), "2026-10-03T16:00:00Z"},
      {"Australia/Lord_Howe", local(2026, 10, 4, minutes(135)), "2026-10-03T15:30:00Z"},
      {"Australia/Lord_Howe", local(2026, 10, 4, minutes(150)), "2026-10-03T15:30:00Z"},
      {"Pacific/Apia", local(2011, 12, 30, hours(9)), "2011-12-30T10:00:00Z"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(to_rfc3339(zone_of(row.zone).to_instant(row.local)), row.instant) << row.zone;
  }
}

TEST(Zone, ReadsADoubledTimeAsTheFirst) {
  struct Row {
    std::string_view zone;
    LocalTime local;
    std::string_view instant;
  };
  const std::vector<Row> rows{
      {"America/New_York", local(2026, 11, 1, minutes(90)), "2026-11-01T05:30:00Z"},
      {"America/New_York", local(2026, 11, 1, hours(2)), "2026-11-01T07:00:00Z"},
      {"Australia/Sydney", local(2026, 4, 5, minutes(150)), "2026-04-04T15:30:00Z"},
      {"Australia/Lord_Howe", local(2026, 4, 5, minutes(105)), "2026-04-04T14:45:00Z"},
      {"Australia/Lord_Howe", local(2026, 4, 5, hours(2)), "2026-04-04T15:30:00Z"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(to_rfc3339(zone_of(row.zone).to_instant(row.local)), row.instant) << row.zone;
  }
}

TEST(Zone, KnowsWhereItsClocksStillChange) {
  EXPECT_TRUE(zone_of("America/New_York").has_dst());
  EXPECT_TRUE(zone_of("Australia/Lord_Howe").has_dst());
  EXPECT_FALSE(zone_of("Asia/Kathmandu").has_dst());
  EXPECT_FALSE(zone_of("Asia/Tokyo").has_dst());
}

// date's own tables stop with 2037; the dates below follow from the rules by hand (second Sunday
// of March and first of November; first Sunday of October and of April).
TEST(Zone, GoesOnByTheSameRulesPastTheTables) {
  struct Row {
    std::string_view zone;
    std::string_view instant;
    std::string_view local;
  };
  const std::vector<Row> rows{
      {"America/New_York", "2038-01-15T14:00:00Z", "2038-01-15 09:00 EST"},
      {"America/New_York", "2038-03-14T06:59:00Z", "2038-03-14 01:59 EST"},
      {"America/New_York", "2038-03-14T07:00:00Z", "2038-03-14 03:00 EDT"},
      {"America/New_York", "2038-11-07T05:59:00Z", "2038-11-07 01:59 EDT"},
      {"America/New_York", "2038-11-07T06:00:00Z", "2038-11-07 01:00 EST"},
      {"America/New_York", "2040-03-11T07:00:00Z", "2040-03-11 03:00 EDT"},
      {"America/New_York", "2040-02-29T14:00:00Z", "2040-02-29 09:00 EST"},
      {"America/New_York", "2099-07-01T13:00:00Z", "2099-07-01 09:00 EDT"},
      {"Australia/Sydney", "2045-01-15T22:00:00Z", "2045-01-16 09:00 AEDT"},
      {"Australia/Sydney", "2045-04-01T15:59:00Z", "2045-04-02 02:59 AEDT"},
      {"Australia/Sydney", "2045-04-01T16:00:00Z", "2045-04-02 02:00 AEST"},
      {"Australia/Sydney", "2045-09-30T16:00:00Z", "2045-10-01 03:00 AEDT"},
      {"Asia/Kathmandu", "2099-07-01T03:15:00Z", "2099-07-01 09:00 +0545"},
  };
  for (const auto& row : rows) {
    const auto zone = zone_of(row.zone);
    const auto instant = at(row.instant);
    EXPECT_EQ(show_in(zone, instant), row.local) << row.zone;
  }
  EXPECT_EQ(to_rfc3339(zone_of("America/New_York").to_instant(local(2050, 7, 1, hours(9)))),
            "2050-07-01T13:00:00Z");
  EXPECT_EQ(to_rfc3339(zone_of("America/New_York").to_instant(local(2038, 3, 14, minutes(150)))),
            "2038-03-14T07:00:00Z");
}

// Morocco and Palestine change their clocks for Ramadan as well; the database has those dates, as
// `zdump -v` prints them, to 2087. After them Morocco keeps its time and Palestine its two changes.
TEST(Zone, GoesByTheTablesWhereTheyAreLonger) {
  struct Row {
    std::string_view zone;
    std::string_view instant;
    std::string_view local;
  };
  const std::vector<Row> rows{
      {"Africa/Casablanca", "2038-09-26T01:59:59Z", "2038-09-26 02:59 +01"},
      {"Africa/Casablanca", "2038-09-26T02:00:00Z", "2038-09-26 02:00 +00"},
      {"Africa/Casablanca", "2038-10-31T01:59:59Z", "2038-10-31 01:59 +00"},
      {"Africa/Casablanca", "2038-10-31T02:00:00Z", "2038-10-31 03:00 +01"},
      {"Africa/El_Aaiun", "2050-06-01T12:00:00Z", "2050-06-01 12:00 +00"},
      {"Africa/Casablanca", "2087-05-11T01:59:59Z", "2087-05-11 01:59 +00"},
      {"Africa/Casablanca", "2087-05-11T02:00:00Z", "2087-05-11 03:00 +01"},
      {"Africa/Casablanca", "2088-04-15T12:00:00Z", "2088-04-15 13:00 +01"},
      {"Africa/Casablanca", "2099-10-15T12:00:00Z", "2099-10-15 13:00 +01"},
      {"Asia/Gaza", "2040-08-31T22:59:59Z", "2040-09-01 01:59 EEST"},
      {"Asia/Gaza", "2040-08-31T23:00:00Z", "2040-09-01 01:00 EET"},
      {"Asia/Gaza", "2040-10-20T00:00:00Z", "2040-10-20 03:00 EEST"},
      {"Asia/Gaza", "2040-10-26T23:00:00Z", "2040-10-27 01:00 EET"},
      {"Asia/Hebron", "2086-04-12T23:00:00Z", "2086-04-13 01:00 EET"},
      {"Asia/Hebron", "2087-03-28T23:59:59Z", "2087-03-29 01:59 EET"},
      {"Asia/Hebron", "2087-03-29T00:00:00Z", "2087-03-29 03:00 EEST"},
      {"Asia/Hebron", "2087-10-24T22:59:59Z", "2087-10-25 01:59 EEST"},
      {"Asia/Hebron", "2087-10-24T23:00:00Z", "2087-10-25 01:00 EET"},
  };
  for (const auto& row : rows) {
    const auto zone = zone_of(row.zone);
    const auto instant = at(row.instant);
    EXPECT_EQ(show_in(zone, instant), row.local) << row.zone;
  }
  EXPECT_EQ(to_rfc3339(zone_of("Africa/Casablanca").to_instant(local(2050, 6, 1, hours(9)))),
            "2050-06-01T09:00:00Z");
  EXPECT_EQ(to_rfc3339(zone_of("Asia/Gaza").to_instant(local(2087, 7, 1, hours(9)))),
            "2087-07-01T06:00:00Z");
}

TEST(Format, WritesRfc3339WithTheOffsetOfTheZone) {
  struct Row {
    std::string_view zone;
    std::string_view instant;
    std::string_view text;
  };
  const std::vector<Row> rows{
      {"America/New_York", "1997-09-02T13:00:00Z", "1997-09-02T09:00:00-04:00"},
      {"America/New_York", "1997-12-02T14:00:00.5Z", "1997-12-02T09:00:00.5-05:00"},
      {"Asia/Kathmandu", "2026-07-15T18:15:00Z", "2026-07-16T00:00:00+05:45"},
      {"America/St_Johns", "2026-01-15T12:30:00Z", "2026-01-15T09:00:00-03:30"},
      {"Europe/London", "2026-01-15T09:00:00Z", "2026-01-15T09:00:00+00:00"},
      {"UTC", "2026-01-15T09:00:00.000001Z", "2026-01-15T09:00:00.000001Z"},
      // New York's mean time was 4:56:02 behind Greenwich's.
      {"America/New_York", "1883-11-18T16:59:59Z", "1883-11-18T16:59:59Z"},
      {"America/New_York", "1883-11-18T17:00:00Z", "1883-11-18T12:00:00-05:00"},
  };
  for (const auto& [zone, instant, text] : rows) {
    EXPECT_EQ(to_rfc3339(at(instant), zone_of(zone)), text) << zone;
    EXPECT_EQ(at(text), at(instant));
  }
}

TEST(Format, WritesTheYearOnlyWhenItIsAnother) {
  const auto zone = zone_of("America/New_York");
  const auto instant = at("2026-11-24T20:00:30Z");
  EXPECT_EQ(format_when(instant, zone, at("2026-01-01T05:00:00Z")), "Tue 24 Nov, 15:00 EST");
  EXPECT_EQ(format_when(instant, zone, at("2026-01-01T04:59:59Z")), "Tue 24 Nov 2026, 15:00 EST");
  EXPECT_EQ(format_when(instant, zone, at("2027-06-01")), "Tue 24 Nov 2026, 15:00 EST");
  EXPECT_EQ(format_when(at("2026-03-01T12:05:00Z"), Zone(), instant), "Sun 1 Mar, 12:05 UTC");
}

TEST(Format, WritesTimesAndTables) {
  const auto instant = at("2026-11-24T20:00:30Z");
  EXPECT_EQ(format_time(instant, zone_of("America/New_York")), "15:00 EST");
  EXPECT_EQ(format_time(instant, zone_of("Asia/Kathmandu")), "01:45 +0545");
  EXPECT_EQ(format_table(instant, zone_of("America/New_York")), "2026-11-24 15:00");
  EXPECT_EQ(format_table(instant, zone_of("Asia/Kathmandu")), "2026-11-25 01:45");
}

TEST(Format, WritesWhatIsNearByItsDay) {
  const auto zone = zone_of("America/New_York");
  const auto now = at("2026-11-23T21:30:00-05:00");
  EXPECT_EQ(format_near(at("2026-11-23T15:00:00-05:00"), zone, now), "15:00 EST today");
  EXPECT_EQ(format_near(at("2026-11-23T23:59:59-05:00"), zone, now), "23:59 EST today");
  EXPECT_EQ(format_near(at("2026-11-24T00:00:00-05:00"), zone, now), "00:00 EST tomorrow");
  EXPECT_EQ(format_near(at("2026-11-24T09:00:00-05:00"), zone, now), "09:00 EST tomorrow");
  EXPECT_EQ(format_near(at("2026-11-25T09:00:00-05:00"), zone, now), "Wed 25 Nov, 09:00 EST");
  EXPECT_EQ(format_near(at("2026-11-22T23:59:00-05:00"), zone, now), "Sun 22 Nov, 23:59 EST");
  const auto new_years_eve = at("2026-12-31T12:00:00-05:00");
  EXPECT_EQ(format_near(at("2027-01-01T09:00:00-05:00"), zone, new_years_eve),
            "09:00 EST tomorrow");
  EXPECT_EQ(format_near(at("2027-01-02T09:00:00-05:00"), zone, new_years_eve),
            "Sat 2 Jan 2027, 09:00 EST");
}

}  // namespace
}  // namespace steward::calendar
