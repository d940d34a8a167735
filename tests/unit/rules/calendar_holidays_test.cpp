// SPDX-License-Identifier: MIT
// Holidays as recurrences, by Easter and from files.
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "steward/rules/calendar_files.hpp"
#include "unit/rules/reading_calendars.hpp"

namespace steward::rules {
namespace {

using test::CalendarTexts;
using test::holiday_on;
using test::said_of_calendar;

/// A folder of calendars that a test writes.
class CalendarFolder {
 public:
  CalendarFolder() : path_(testing::TempDir() + "steward-calendars-" + std::to_string(getpid())) {
    std::filesystem::remove_all(path_);
  }
  ~CalendarFolder() { std::filesystem::remove_all(path_); }
  CalendarFolder(const CalendarFolder&) = delete;
  CalendarFolder& operator=(const CalendarFolder&) = delete;

  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
  }
  [[nodiscard]] Calendars load(const std::string& now, Problems& problems) const {
    return load_calendars({path_}, calendar::Zone(), parse_instant(now).value(), problems);
  }
  /// The text without the folder's name.
  [[nodiscard]] std::string without(std::string text) const {
    const auto folder = path_.string() + "/";
    for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder)) {
      text.erase(at, folder.size());
    }
    return text;
  }

 private:
  std::filesystem::path path_;
};

/// An iCalendar file of one whole-day event.
std::string feed(const std::string& date, const std::string& summary) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example.com//holidays//EN\r\n"
         "BEGIN:VEVENT\r\nUID:1@example.com\r\nDTSTAMP:20250101T000000Z\r\n"
         "DTSTART;VALUE=DATE:" +
         date + "\r\nSUMMARY:" + summary + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
}

TEST(Holidays, ComeBackByARule) {
  const CalendarTexts files({
      "calendar: c\nholidays:\n"
      "  - {rrule: \"FREQ=YEARLY;BYMONTH=11;BYDAY=4TH\", name: Thanksgiving}\n"
      "  - {rrule: \"FREQ=YEARLY;BYMONTH=1;BYDAY=3MO\", from: 1986-01-01, name: King}\n"
      "  - {rrule: \"FREQ=YEARLY;UNTIL=20270514\", from: 2025-05-14}\n"
      "  - {rrule: \"FREQ=YEARLY;INTERVAL=4;BYMONTH=1;BYMONTHDAY=20\", from: 1937-01-20}\n",
  });
  EXPECT_EQ(files.said(), "");
  const auto& c = files["c"];
  EXPECT_EQ(holiday_on(c, "1970-01-01"), "no holiday") << "the start is no holiday by itself";
  EXPECT_EQ(holiday_on(c, "1970-11-26"), "Thanksgiving");
  EXPECT_EQ(holiday_on(c, "2026-11-26"), "Thanksgiving");
  EXPECT_EQ(holiday_on(c, "2026-11-19"), "no holiday");
  EXPECT_EQ(holiday_on(c, "2037-11-26"), "Thanksgiving");
  EXPECT_EQ(holiday_on(c, "1985-01-21"), "no holiday");
  EXPECT_EQ(holiday_on(c, "1986-01-20"), "King");
  EXPECT_EQ(holiday_on(c, "2024-05-14"), "no holiday");
  EXPECT_EQ(holiday_on(c, "2025-05-14"), "");
  EXPECT_EQ(holiday_on(c, "2027-05-14"), "");
  EXPECT_EQ(holiday_on(c, "2028-05-14"), "no holiday");
  EXPECT_EQ(holiday_on(c, "2025-01-20"), "King") << "and the day of an inauguration";
  EXPECT_EQ(holiday_on(c, "2029-01-20"), "");
  EXPECT_EQ(holiday_on(c, "2027-01-20"), "no holiday");
}

TEST(Holidays, MayBeEveryDayOfAllYears) {
  const CalendarTexts files({"{calendar: c, holidays: [{rrule: FREQ=DAILY, name: Sabbatical}]}\n"});
  EXPECT_EQ(files.said(), "");
  EXPECT_EQ(holiday_on(files["c"], "1970-01-01"), "Sabbatical");
  EXPECT_EQ(holiday_on(files["c"], "2001-02-28"), "Sabbatical");
  EXPECT_EQ(holiday_on(files["c"], "2037-12-31"), "Sabbatical");
}

TEST(Holidays, AreCountedFromEaster) {
  const CalendarTexts files(
      {"calendar: c\nholidays:\n"
       "  - {easter: -2, name: Good Friday}\n"
       "  - {easter: 1, name: Easter Monday, from: 2025-01-01}\n"
       "  - {easter: 300, name: Late}\n"});
  EXPECT_EQ(files.said(), "");
  const auto& c = files["c"];
  EXPECT_EQ(holiday_on(c, "1970-03-27"), "Good Friday");
  EXPECT_EQ(holiday_on(c, "2026-04-03"), "Good Friday");
  EXPECT_EQ(holiday_on(c, "2037-04-03"), "Good Friday");
  EXPECT_EQ(holiday_on(c, "2024-04-01"), "no holiday");
  EXPECT_EQ(holiday_on(c, "2025-04-21"), "Easter Monday");
  EXPECT_EQ(holiday_on(c, "1970-01-31"), "Late") << "after the Easter of 6 April 1969";
}

TEST(Holidays, JoinTheNamesOfOneDate) {
  const CalendarTexts files(
      {"calendar: c\nholidays:\n"
       "  - {date: 2026-12-25, name: Christmas}\n"
       "  - {rrule: \"FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25\", name: Mas}\n"
       "  - {rrule: \"FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25\", name: "
       "Christmas}\n"
       "  - {rrule: \"FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25\"}\n"});
  EXPECT_EQ(files.said(), "");
  EXPECT_EQ(holiday_on(files["c"], "2026-12-25"), "Christmas / Mas");
  EXPECT_EQ(holiday_on(files["c"], "2027-12-25"), "Mas / Christmas");
}

TEST(Holidays, ComeFromAFileBesideTheCalendar) {
  const CalendarFolder folder;
  folder.write("c.yaml",
               "calendar: c\nholidays: [{ics: feeds/site.ics}, {date: 2026-12-25, name: Own}]\n");
  folder.write("feeds/site.ics", feed("20261225", "Christmas"));
  Problems problems;
  const auto calendars = folder.load("2020-01-01", problems);
  EXPECT_EQ(problems.render_all(), "");
  EXPECT_EQ(holiday_on(calendars.at("c"), "2026-12-25"), "Christmas / Own");
}

TEST(Holidays, WarnAYearBeforeTheirFileEnds) {
  const CalendarFolder folder;
  folder.write("c.yaml", "calendar: c\nholidays: [{ics: site.ics}]\n");
  folder.write("site.ics", feed("20261225", "Christmas"));
  Problems before;
  static_cast<void>(folder.load("2025-12-25T23:59:59Z", before));
  EXPECT_EQ(folder.without(before.render_all()), "");
  Problems after;
  EXPECT_TRUE(folder.load("2025-12-26", after).contains("c"));
  EXPECT_EQ(folder.without(after.render_all()),
            "c.yaml:2:18: warning: the holidays of 'site.ics' end on 2026-12-25: dates after it "
            "count as working days\n"
            "  holidays: [{ics: site.ics}]\n"
            "                   ^~~~~~~~\n"
            "  = put a newer file in its place\n"
            "0 errors, 1 warning\n");
}

TEST(Holidays, SayWhyAFileIsNotRead) {
  const CalendarFolder folder;
  folder.write("a.yaml",
               "calendar: a\nholidays:\n  - {ics: nowhere.ics}\n  - {ics: folder}\n"
               "  - {ics: latin.ics}\n  - {ics: text.ics, name: x}\n  - {ics: large.ics}\n");
  folder.write("folder/x", "");
  folder.write("latin.ics", "BEGIN:VCALENDAR\r\nSUMMARY:Mari\xE4\r\n");
  folder.write("text.ics", "no holidays\n");
  folder.write("large.ics", std::string((1 << 20) + 1, 'x'));
  Problems problems;
  EXPECT_FALSE(folder.load("2026-11-22", problems).contains("a"));
  EXPECT_EQ(folder.without(problems.render_all()),
            "a.yaml:3:11: error: 'nowhere.ics': cannot be read: No such file or directory\n"
            "    - {ics: nowhere.ics}\n"
            "            ^~~~~~~~~~~\n"
            "a.yaml:4:11: error: 'folder': this is a folder, not a file\n"
            "    - {ics: folder}\n"
            "            ^~~~~~\n"
            "a.yaml:5:11: error: 'latin.ics': this is not text in UTF-8\n"
            "    - {ics: latin.ics}\n"
            "            ^~~~~~~~~\n"
            "a.yaml:6:11: error: 'text.ics': line 1: this is not iCalendar: expected "
            "BEGIN:VCALENDAR\n"
            "    - {ics: text.ics, name: x}\n"
            "            ^~~~~~~~\n"
            "a.yaml:6:21: error: unknown key 'name' in a file of holidays\n"
            "    - {ics: text.ics, name: x}\n"
            "                      ^~~~\n"
            "  = expected one of: ics\n"
            "a.yaml:7:11: error: 'large.ics': the file is larger than 1 MiB\n"
            "    - {ics: large.ics}\n"
            "            ^~~~~~~~~\n"
            "6 errors, 0 warnings\n");
}

TEST(Holidays, AreRefusedWithTheReason) {
  EXPECT_EQ(said_of_calendar("calendar: c\nholidays:\n"
                             "  - {rrule: \"FREQ=YEARLY;BYMONTH=13\"}\n"
                             "  - {rrule: \"FREQ=YEARLY;BYHOUR=9\"}\n"
                             "  - {rrule: \"FREQ=YEARLY;UNTIL=20261231T000000Z\"}\n"
                             "  - {rrule: \"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\", name: Never}\n"
                             "  - {rrule: FREQ=DAILY, from: yesterday, date: 2026-12-25}\n"
                             "  - {rrule: FREQ=DAILY, from: yesterday}\n"
                             "  - {easter: 301}\n  - {easter: Friday, nme: x}\n"
                             "  - {date: 2026-12-25, from: 2020-01-01}\n"
                             "  - [2026-12-25]\n"),
            "a.yaml:3:14: error: BYMONTH=13: expected numbers from 1 to 12\n"
            "    - {rrule: \"FREQ=YEARLY;BYMONTH=13\"}\n"
            "               ^~~~~~~~~~~~~~~~~~~~~~\n"
            "a.yaml:4:14: error: the start is a date: the rule cannot name times of a day\n"
            "    - {rrule: \"FREQ=YEARLY;BYHOUR=9\"}\n"
            "               ^~~~~~~~~~~~~~~~~~~~\n"
            "a.yaml:5:14: error: the start is a date, and UNTIL is a time: expected "
            "UNTIL=19971224\n"
            "    - {rrule: \"FREQ=YEARLY;UNTIL=20261231T000000Z\"}\n"
            "               ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"
            "a.yaml:6:14: error: the rule gives no date until 2037\n"
            "    - {rrule: \"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\", name: Never}\n"
            "               ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"
            "a.yaml:7:6: error: a holiday has 'date' and 'rrule'\n"
            "    - {rrule: FREQ=DAILY, from: yesterday, date: 2026-12-25}\n"
            "       ^~~~~\n"
            "  = give each an entry of its own\n"
            "a.yaml:8:31: error: 'yesterday' is not a date\n"
            "    - {rrule: FREQ=DAILY, from: yesterday}\n"
            "                                ^~~~~~~~~\n"
            "  = expected 2026-12-25\n"
            "a.yaml:9:14: error: 'easter' must be a whole number from -300 to 300, not '301'\n"
            "    - {easter: 301}\n"
            "               ^~~\n"
            "a.yaml:10:14: error: 'easter' must be a whole number from -300 to 300, not "
            "'Friday'\n"
            "    - {easter: Friday, nme: x}\n"
            "               ^~~~~~\n"
            "a.yaml:10:22: error: unknown key 'nme' in a holiday of Easter\n"
            "    - {easter: Friday, nme: x}\n"
            "                       ^~~\n"
            "  = did you mean 'name'?\n"
            "a.yaml:11:24: error: unknown key 'from' in a holiday\n"
            "    - {date: 2026-12-25, from: 2020-01-01}\n"
            "                         ^~~~\n"
            "  = expected one of: date, name\n"
            "a.yaml:12:5: error: a holiday must be a mapping of keys, not a list\n"
            "    - [2026-12-25]\n"
            "      ^\n"
            "11 errors, 0 warnings\n");
}

}  // namespace
}  // namespace steward::rules
