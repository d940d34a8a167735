// SPDX-License-Identifier: MIT
// What a calendar takes over from those that it extends.
#include <gtest/gtest.h>

#include "unit/rules/reading_calendars.hpp"

namespace steward::rules {
namespace {

using test::CalendarTexts;
using test::holiday_on;
using test::hours_on;

TEST(Extends, TakesOverWhatItDoesNotSayItself) {
  // The order of the files does not matter.
  const CalendarTexts files({
      "calendar: desk\nextends: office\nhours: {tue: [\"10:00-11:00\"]}\n"
      "holidays: [{date: 2026-12-25, name: Desk day}, 2026-12-28]\n"
      "exceptions: {2026-12-31: []}\nbreaks: {2026-11-23: [\"12:30-13:30\"]}\n",
      "calendar: office\nzone: America/New_York\nhours: {mon-fri: [\"09:00-17:00\"]}\n"
      "holidays: [{date: 2026-12-25, name: Christmas Day}, {date: 2027-01-01, name: New Year}]\n"
      "exceptions: {2026-12-24: [\"09:00-12:00\"], 2026-12-31: [\"09:00-15:00\"]}\n"
      "breaks: {2026-11-23: [\"12:00-13:00\"], 2026-11-25: [\"12:00-13:00\"]}\n"
      "changes: [{valid_from: 2027-03-01, hours: {mon: [\"08:00-09:00\"]}}]\n",
  });
  EXPECT_EQ(files.said(), "");
  const auto& desk = files["desk"];
  EXPECT_EQ(desk.zone().name(), "America/New_York");
  EXPECT_EQ(hours_on(desk, "2026-11-16"), "09:00-17:00");
  EXPECT_EQ(hours_on(desk, "2026-11-17"), "10:00-11:00");
  EXPECT_EQ(holiday_on(desk, "2026-12-25"), "Desk day / Christmas Day");
  EXPECT_EQ(holiday_on(desk, "2026-12-28"), "");
  EXPECT_EQ(holiday_on(desk, "2027-01-01"), "New Year");
  EXPECT_EQ(hours_on(desk, "2026-12-24"), "09:00-12:00");
  EXPECT_EQ(hours_on(desk, "2026-12-31"), "");
  EXPECT_EQ(hours_on(desk, "2026-11-23"), "09:00-12:00 13:30-17:00") << "breaks add up";
  EXPECT_EQ(hours_on(desk, "2026-11-25"), "09:00-12:00 13:00-17:00");
  EXPECT_EQ(hours_on(desk, "2027-03-01"), "08:00-09:00");
  EXPECT_EQ(hours_on(files["office"], "2026-11-17"), "09:00-17:00") << "as it was";
  EXPECT_EQ(hours_on(files["office"], "2026-12-31"), "09:00-15:00");
}

TEST(Extends, OpensNoHolidayOfItsOwnByAnExceptionFromAfar) {
  const CalendarTexts files({
      "calendar: office\nhours: {mon-fri: [\"09:00-17:00\"]}\n"
      "holidays: [2026-12-25]\n"
      "exceptions: {2026-12-24: [\"09:00-12:00\"], 2026-12-25: [\"09:00-10:00\"]}\n",
      "calendar: desk\nextends: office\nholidays: [2026-12-24]\n",
      "calendar: hatch\nextends: desk\n",
  });
  EXPECT_EQ(files.said(), "");
  EXPECT_EQ(hours_on(files["office"], "2026-12-24"), "09:00-12:00");
  EXPECT_EQ(hours_on(files["desk"], "2026-12-24"), "");
  EXPECT_EQ(hours_on(files["desk"], "2026-12-25"), "09:00-10:00");
  EXPECT_EQ(hours_on(files["hatch"], "2026-12-24"), "");
}

TEST(Extends, PrefersTheFirstOfSeveral) {
  const CalendarTexts files({
      "calendar: a\nextends: [b, c]\n",
      "calendar: b\nhours: {mon: [\"01:00-02:00\"]}\nholidays: [{date: 2026-12-25, name: B}]\n"
      "exceptions: {2026-12-26: [\"01:00-02:00\"]}\n"
      "changes: [{valid_from: 2027-01-01, hours: {mon: [\"03:00-04:00\"]}}]\n",
      "calendar: c\nzone: Europe/Berlin\nhours: {mon-tue: [\"05:00-06:00\"]}\n"
      "holidays: [{date: 2026-12-25, name: C}, 2026-12-26]\n"
      "exceptions: {2026-12-26: [\"05:00-06:00\"], 2026-12-27: [\"05:00-06:00\"]}\n"
      "changes: [{valid_from: 2026-01-01, hours: {mon: []}}]\n",
  });
  EXPECT_EQ(files.said(), "");
  const auto& a = files["a"];
  EXPECT_EQ(a.zone().name(), "Europe/Berlin") << "of the first that has one";
  EXPECT_EQ(hours_on(a, "2026-11-16"), "01:00-02:00");
  EXPECT_EQ(hours_on(a, "2026-11-17"), "05:00-06:00");
  EXPECT_EQ(holiday_on(a, "2026-12-25"), "B / C");
  EXPECT_EQ(hours_on(a, "2026-12-26"), "01:00-02:00");
  EXPECT_EQ(hours_on(a, "2026-12-27"), "05:00-06:00");
  EXPECT_EQ(hours_on(a, "2027-01-04"), "03:00-04:00");
}

TEST(Extends, TakesOverOnceWhatComesByTwoWays) {
  const CalendarTexts files({
      "calendar: a\nextends: [b, c]\nhours: {mon: [\"09:00-17:00\"]}\n",
      "{calendar: b, extends: d, holidays: [{date: 2026-12-25, name: A Friday}]}\n",
      "{calendar: c, extends: d}\n",
      "calendar: d\nholidays:\n"
      "  - {date: 2026-12-25, name: Christmas Day / A Friday}\n"
      "breaks: {2026-11-23: [\"12:00-13:00\"]}\n",
  });
  EXPECT_EQ(files.said(), "");
  EXPECT_EQ(holiday_on(files["a"], "2026-12-25"), "A Friday / Christmas Day");
  EXPECT_EQ(hours_on(files["a"], "2026-11-23"), "09:00-12:00 13:00-17:00");
}

TEST(Extends, TakesOverNoChangesWhenItSaysSo) {
  const CalendarTexts files({
      "{calendar: a, extends: b, changes: []}\n",
      "calendar: b\nhours: {mon: [\"09:00-17:00\"]}\n"
      "changes: [{valid_from: 2026-01-01, hours: {mon: []}}]\n",
  });
  EXPECT_EQ(files.said(), "");
  EXPECT_EQ(hours_on(files["a"], "2026-11-16"), "09:00-17:00");
  EXPECT_EQ(hours_on(files["b"], "2026-11-16"), "");
}

TEST(Extends, NamesWhatCannotBeExtended) {
  EXPECT_EQ(CalendarTexts({"calendar: a\nextends: [ofice, always, b, b, [c]]\n",
                           "{calendar: office, holidays: []}\n", "{calendar: b, extends: []}\n"})
                .said(),
            "a.yaml:2:11: error: unknown calendar 'ofice'\n"
            "  extends: [ofice, always, b, b, [c]]\n"
            "            ^~~~~\n"
            "  = did you mean 'office'?\n"
            "a.yaml:2:18: error: 'always' cannot be extended\n"
            "  extends: [ofice, always, b, b, [c]]\n"
            "                   ^~~~~~\n"
            "  = it is open at every instant, and has no holidays to take over\n"
            "a.yaml:2:29: error: 'b' is given twice\n"
            "  extends: [ofice, always, b, b, [c]]\n"
            "                              ^\n"
            "a.yaml:2:32: error: 'extends' must be a calendar's name or a list of names, not a "
            "list\n"
            "  extends: [ofice, always, b, b, [c]]\n"
            "                                 ^\n"
            "c.yaml:1:24: error: 'extends' is an empty list\n"
            "  {calendar: b, extends: []}\n"
            "                         ^\n"
            "5 errors, 0 warnings\n");
}

TEST(Extends, NamesACircleOnce) {
  EXPECT_EQ(CalendarTexts({"{calendar: a, extends: b}\n", "{calendar: b, extends: [d, c]}\n",
                           "{calendar: c, extends: a}\n", "{calendar: d, holidays: []}\n",
                           "{calendar: e, extends: c}\n"})
                .said(),
            "c.yaml:1:24: error: calendar 'c' extends itself: c -> a -> b -> c\n"
            "  {calendar: c, extends: a}\n"
            "                         ^\n"
            "1 error, 0 warnings\n");
  EXPECT_EQ(CalendarTexts({"{calendar: a, extends: a}\n"}).said(),
            "a.yaml:1:24: error: calendar 'a' extends itself: a -> a\n"
            "  {calendar: a, extends: a}\n"
            "                         ^\n"
            "1 error, 0 warnings\n");
}

TEST(Extends, SaysNothingOfWhatAnotherFileHasWrong) {
  const CalendarTexts files({
      "{calendar: a, extends: b, hours: {mon: [\"09:00-17:00\"]}}\n",
      "{calendar: b, extends: c}\n",
      "{calendar: c, zone: Mars/Olympus, holidays: []}\n",
      "{calendar: d, extends: other}\n",
      "calendar\n",
  });
  EXPECT_EQ(files.said(),
            "c.yaml:1:21: error: unknown time zone 'Mars/Olympus'\n"
            "  {calendar: c, zone: Mars/Olympus, holidays: []}\n"
            "                      ^~~~~~~~~~~~\n"
            "  = expected a name such as 'America/New_York'\n"
            "e.yaml:1:1: error: a calendar file must be a mapping of keys, not text\n"
            "  calendar\n"
            "  ^~~~~~~~\n"
            "2 errors, 0 warnings\n");
  EXPECT_FALSE(files.has("a"));
  EXPECT_FALSE(files.has("d"));
}

TEST(Extends, NamesWhatDoesNotFitToWhatItTakesOver) {
  EXPECT_EQ(CalendarTexts({"calendar: a\nextends: b\nhours: {tue: [\"05:00-09:00\"]}\n",
                           "{calendar: b, hours: {mon: [\"22:00-06:00\"]}}\n"})
                .said(),
            "a.yaml:3:16: error: calendar 'a', Tuesday: 05:00-09:00 begins before 22:00-06:00 of "
            "Monday ends\n"
            "  hours: {tue: [\"05:00-09:00\"]}\n"
            "                 ^~~~~~~~~~~\n"
            "1 error, 0 warnings\n");
  EXPECT_EQ(CalendarTexts({"{calendar: a, extends: [b, c], hours: {sun: []}}\n",
                           "{calendar: b, hours: {mon: [\"22:00-06:00\"]}}\n",
                           "{calendar: c, hours: {tue: [\"05:00-09:00\"]}}\n"})
                .said(),
            "a.yaml:1:25: error: calendar 'a', Tuesday: 05:00-09:00 begins before 22:00-06:00 of "
            "Monday ends\n"
            "  {calendar: a, extends: [b, c], hours: {sun: []}}\n"
            "                          ^\n"
            "1 error, 0 warnings\n");
}

TEST(Extends, IsWhatACalendarWithoutHoursIsFor) {
  CalendarTexts files({"{calendar: holidays, holidays: [2026-12-25]}\n",
                       "{calendar: desk, hours: {mon: [\"09:00-17:00\"]}}\n"});
  EXPECT_EQ(files.said(), "");
  EXPECT_TRUE(files.has("holidays"));
  EXPECT_TRUE(files.family().check(PlacedText("desk", {"r.yaml", 1, 1, 1})));
  EXPECT_TRUE(files.family().check(PlacedText("always", {"r.yaml", 1, 1, 1})));
  EXPECT_FALSE(files.family().check(PlacedText("holidays", {"r.yaml", 2, 5, 1})));
  EXPECT_FALSE(files.family().check(PlacedText("dask", {"r.yaml", 3, 5, 1})));
  EXPECT_EQ(files.said(),
            "r.yaml:2:5: error: calendar 'holidays' has no hours: it is for others to extend\n"
            "  = name a calendar with hours that says 'extends: holidays'\n"
            "r.yaml:3:5: error: unknown calendar 'dask'\n"
            "  = did you mean 'desk'?\n"
            "2 errors, 0 warnings\n");
}

TEST(Extends, LeavesNoNameToTheBuiltInOne) {
  EXPECT_EQ(CalendarTexts({"{calendar: always, hours: {mon: [\"09:00-17:00\"]}}\n",
                           "{calendar: b, holidays: []}\n", "{calendar: b, holidays: []}\n"})
                .said(),
            "a.yaml:1:2: error: a second calendar 'always'\n"
            "  {calendar: always, hours: {mon: [\"09:00-17:00\"]}}\n"
            "   ^~~~~~~~\n"
            "  = 'always' is built in\n"
            "c.yaml:1:2: error: a second calendar 'b'\n"
            "  {calendar: b, holidays: []}\n"
            "   ^~~~~~~~\n"
            "  = the first is in b.yaml:1\n"
            "2 errors, 0 warnings\n");
}

}  // namespace
}  // namespace steward::rules
