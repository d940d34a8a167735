// SPDX-License-Identifier: MIT
// The examples of RFC 5545, section 3.8.5.3, all in New York's time.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "steward/calendar/recurrence.hpp"

namespace steward::calendar {
namespace {

/// Occurrences by year and abbreviation, "1997 EDT: 09-02 09-03 10:30; 1998 EST: 01-01": 09:00 is
/// not written, nor a date twice.
std::string shown(const std::vector<Instant>& occurrences, const Zone& zone) {
  std::string shown;
  std::string heading;
  std::string date;
  for (const auto occurrence : occurrences) {
    const auto text = to_iso8601(zone.to_local(occurrence));
    const auto new_heading = text.substr(0, 4) + " " + zone.abbreviation(occurrence) + ":";
    if (new_heading != heading) {
      shown += (shown.empty() ? "" : "; ") + new_heading;
      date.clear();
    }
    heading = new_heading;
    const auto new_date = text.substr(5, 5);
    const auto time = text.substr(11, 5);
    if (new_date != date) shown += " " + new_date;
    if (time != "09:00" || new_date == date) shown += " " + time;
    date = new_date;
  }
  return shown;
}

struct Example {
  std::string_view title;
  std::string_view start;
  std::string rule;
  std::size_t count;          ///< how many occurrences the RFC lists, or says there are
  std::string_view expected;  ///< all of them; of the longest lists the first and the last
};

TEST(RecurrenceRfc, GivesWhatTheExamplesSay) {
  const std::vector<Example> examples{
      {"Daily for 10 occurrences", "1997-09-02T09:00:00", "FREQ=DAILY;COUNT=10", 10,
       "1997 EDT: 09-02 09-03 09-04 09-05 09-06 09-07 09-08 09-09 09-10 09-11"},
      {"Daily until December 24, 1997", "1997-09-02T09:00:00", "FREQ=DAILY;UNTIL=19971224T000000Z",
       113, "1997 EDT: 09-02; 1997 EST: 12-23"},
      {"Every other day", "1997-09-02T09:00:00", "FREQ=DAILY;INTERVAL=2", 8,
       "1997 EDT: 09-02 09-04 09-06 09-08 09-10 09-12 09-14 09-16"},
      {"Every 10 days, 5 occurrences", "1997-09-02T09:00:00", "FREQ=DAILY;INTERVAL=10;COUNT=5", 5,
       "1997 EDT: 09-02 09-12 09-22 10-02 10-12"},
      {"Every day in January, for 3 years", "1998-01-01T09:00:00",
       "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA", 93,
       "1998 EST: 01-01; 2000 EST: 01-31"},
      {"The same, daily", "1998-01-01T09:00:00", "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1", 93,
       "1998 EST: 01-01; 2000 EST: 01-31"},
      {"Weekly for 10 occurrences", "1997-09-02T09:00:00", "FREQ=WEEKLY;COUNT=10", 10,
       "1997 EDT: 09-02 09-09 09-16 09-23 09-30 10-07 10-14 10-21; 1997 EST: 10-28 11-04"},
      {"Weekly until December 24, 1997", "1997-09-02T09:00:00",
       "FREQ=WEEKLY;UNTIL=19971224T000000Z", 17,
       "1997 EDT: 09-02 09-09 09-16 09-23 09-30 10-07 10-14 10-21; 1997 EST: 10-28 11-04 11-11 "
       "11-18 11-25 12-02 12-09 12-16 12-23"},
      {"Every other week", "1997-09-02T09:00:00", "FREQ=WEEKLY;INTERVAL=2;WKST=SU", 11,
       "1997 EDT: 09-02 09-16 09-30 10-14; 1997 EST: 10-28 11-11 11-25 12-09 12-23; 1998 EST: "
       "01-06 01-20"},
      {"Weekly on Tuesday and Thursday for five weeks", "1997-09-02T09:00:00",
       "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH", 10,
       "1997 EDT: 09-02 09-04 09-09 09-11 09-16 09-18 09-23 09-25 09-30 10-02"},
      {"The same by COUNT", "1997-09-02T09:00:00", "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", 10,
       "1997 EDT: 09-02 09-04 09-09 09-11 09-16 09-18 09-23 09-25 09-30 10-02"},
      {"Every other week on Monday, Wednesday and Friday", "1997-09-01T09:00:00",
       "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR", 25,
       "1997 EDT: 09-01 09-03 09-05 09-15 09-17 09-19 09-29 10-01 10-03 10-13 10-15 10-17; 1997 "
       "EST: 10-27 10-29 10-31 11-10 11-12 11-14 11-24 11-26 11-28 12-08 12-10 12-12 12-22"},
      {"Every other week on Tuesday and Thursday, for 8 occurrences", "1997-09-02T09:00:00",
       "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH", 8,
       "1997 EDT: 09-02 09-04 09-16 09-18 09-30 10-02 10-14 10-16"},
      {"Monthly on the first Friday for 10 occurrences", "1997-09-05T09:00:00",
       "FREQ=MONTHLY;COUNT=10;BYDAY=1FR", 10,
       "1997 EDT: 09-05 10-03; 1997 EST: 11-07 12-05; 1998 EST: 01-02 02-06 03-06 04-03; 1998 EDT: "
       "05-01 06-05"},
      {"Monthly on the first Friday until December 24, 1997", "1997-09-05T09:00:00",
       "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR", 4,
       "1997 EDT: 09-05 10-03; 1997 EST: 11-07 12-05"},
      {"Every other month on the first and last Sunday for 10 occurrences", "1997-09-07T09:00:00",
       "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU", 10,
       "1997 EDT: 09-07 09-28; 1997 EST: 11-02 11-30; 1998 EST: 01-04 01-25 03-01 03-29; 1998 EDT: "
       "05-03 05-31"},
      {"Monthly on the second-to-last Monday for 6 months", "1997-09-22T09:00:00",
       "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", 6,
       "1997 EDT: 09-22 10-20; 1997 EST: 11-17 12-22; 1998 EST: 01-19 02-16"},
      {"Monthly on the third-to-the-last day", "1997-09-28T09:00:00", "FREQ=MONTHLY;BYMONTHDAY=-3",
       6, "1997 EDT: 09-28; 1997 EST: 10-29 11-28 12-29; 1998 EST: 01-29 02-26"},
      {"Monthly on the 2nd and 15th for 10 occurrences", "1997-09-02T09:00:00",
       "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15", 10,
       "1997 EDT: 09-02 09-15 10-02 10-15; 1997 EST: 11-02 11-15 12-02 12-15; 1998 EST: 01-02 "
       "01-15"},
      {"Monthly on the first and last day for 10 occurrences", "1997-09-30T09:00:00",
       "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1", 10,
       "1997 EDT: 09-30 10-01; 1997 EST: 10-31 11-01 11-30 12-01 12-31; 1998 EST: 01-01 01-31 "
       "02-01"},
      {"Every 18 months on the 10th to the 15th for 10 occurrences", "1997-09-10T09:00:00",
       "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15", 10,
       "1997 EDT: 09-10 09-11 09-12 09-13 09-14 09-15; 1999 EST: 03-10 03-11 03-12 03-13"},
      {"Every Tuesday, every other month", "1997-09-02T09:00:00",
       "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU", 18,
       "1997 EDT: 09-02 09-09 09-16 09-23 09-30; 1997 EST: 11-04 11-11 11-18 11-25; 1998 EST: "
       "01-06 01-13 01-20 01-27 03-03 03-10 03-17 03-24 03-31"},
      {"Yearly in June and July for 10 occurrences", "1997-06-10T09:00:00",
       "FREQ=YEARLY;COUNT=10;BYMONTH=6,7", 10,
       "1997 EDT: 06-10 07-10; 1998 EDT: 06-10 07-10; 1999 EDT: 06-10 07-10; 2000 EDT: 06-10 "
       "07-10; 2001 EDT: 06-10 07-10"},
      {"Every other year in January, February and March for 10 occurrences", "1997-03-10T09:00:00",
       "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3", 10,
       "1997 EST: 03-10; 1999 EST: 01-10 02-10 03-10; 2001 EST: 01-10 02-10 03-10; 2003 EST: 01-10 "
       "02-10 03-10"},
      {"Every third year on the 1st, 100th and 200th day for 10 occurrences", "1997-01-01T09:00:00",
       "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200", 10,
       "1997 EST: 01-01; 1997 EDT: 04-10 07-19; 2000 EST: 01-01; 2000 EDT: 04-09 07-18; 2003 EST: "
       "01-01; 2003 EDT: 04-10 07-19; 2006 EST: 01-01"},
      {"Every 20th Monday of the year", "1997-05-19T09:00:00", "FREQ=YEARLY;BYDAY=20MO", 3,
       "1997 EDT: 05-19; 1998 EDT: 05-18; 1999 EDT: 05-17"},
      {"Monday of week number 20", "1997-05-12T09:00:00", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", 3,
       "1997 EDT: 05-12; 1998 EDT: 05-11; 1999 EDT: 05-17"},
      {"Every Thursday in March", "1997-03-13T09:00:00", "FREQ=YEARLY;BYMONTH=3;BYDAY=TH", 11,
       "1997 EST: 03-13 03-20 03-27; 1998 EST: 03-05 03-12 03-19 03-26; 1999 EST: 03-04 03-11 "
       "03-18 03-25"},
      {"Every Thursday in June, July and August", "1997-06-05T09:00:00",
       "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8", 39,
       "1997 EDT: 06-05 06-12 06-19 06-26 07-03 07-10 07-17 07-24 07-31 08-07 08-14 08-21 08-28; "
       "1998 EDT: 06-04 06-11 06-18 06-25 07-02 07-09 07-16 07-23 07-30 08-06 08-13 08-20 08-27; "
       "1999 EDT: 06-03 06-10 06-17 06-24 07-01 07-08 07-15 07-22 07-29 08-05 08-12 08-19 08-26"},
      {"Every Friday the 13th, without the start", "1997-09-02T09:00:00",
       "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", 5,
       "1998 EST: 02-13 03-13 11-13; 1999 EDT: 08-13; 2000 EDT: 10-13"},
      {"The first Saturday that follows the first Sunday of the month", "1997-09-13T09:00:00",
       "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13", 10,
       "1997 EDT: 09-13 10-11; 1997 EST: 11-08 12-13; 1998 EST: 01-10 02-07 03-07; 1998 EDT: 04-11 "
       "05-09 06-13"},
      {"U.S. Presidential Election day", "1996-11-05T09:00:00",
       "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", 3,
       "1996 EST: 11-05; 2000 EST: 11-07; 2004 EST: 11-02"},
      {"The third Tuesday, Wednesday or Thursday, for 3 months", "1997-09-04T09:00:00",
       "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", 3,
       "1997 EDT: 09-04 10-07; 1997 EST: 11-06"},
      {"The second-to-last weekday of the month", "1997-09-29T09:00:00",
       "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", 7,
       "1997 EDT: 09-29; 1997 EST: 10-30 11-27 12-30; 1998 EST: 01-29 02-26 03-30"},
      {"Every 3 hours from 9 to 17, with the erratum's UNTIL", "1997-09-02T09:00:00",
       "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T210000Z", 3, "1997 EDT: 09-02 12:00 15:00"},
      {"The same as it was printed, 17:00 UTC being 13:00", "1997-09-02T09:00:00",
       "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z", 2, "1997 EDT: 09-02 12:00"},
      {"Every 15 minutes for 6 occurrences", "1997-09-02T09:00:00",
       "FREQ=MINUTELY;INTERVAL=15;COUNT=6", 6, "1997 EDT: 09-02 09:15 09:30 09:45 10:00 10:15"},
      {"Every hour and a half for 4 occurrences", "1997-09-02T09:00:00",
       "FREQ=MINUTELY;INTERVAL=90;COUNT=4", 4, "1997 EDT: 09-02 10:30 12:00 13:30"},
      {"Every 20 minutes from 9:00 to 16:40", "1997-09-02T09:00:00",
       "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40", 26,
       "1997 EDT: 09-02 09:20 09:40 10:00 10:20 10:40 11:00 11:20 11:40 12:00 12:20 12:40 13:00 "
       "13:20 13:40 14:00 14:20 14:40 15:00 15:20 15:40 16:00 16:20 16:40 09-03 09:20"},
      {"The same by minutes", "1997-09-02T09:00:00",
       "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16", 26,
       "1997 EDT: 09-02 09:20 09:40 10:00 10:20 10:40 11:00 11:20 11:40 12:00 12:20 12:40 13:00 "
       "13:20 13:40 14:00 14:20 14:40 15:00 15:20 15:40 16:00 16:20 16:40 09-03 09:20"},
      {"Weeks that begin on Monday", "1997-08-05T09:00:00",
       "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", 4,
       "1997 EDT: 08-05 08-10 08-19 08-24"},
      {"Weeks that begin on Sunday", "1997-08-05T09:00:00",
       "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", 4,
       "1997 EDT: 08-05 08-17 08-19 08-31"},
      {"A date that is not there is ignored", "2007-01-15T09:00:00",
       "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", 5,
       "2007 EST: 01-15 01-30 02-15; 2007 EDT: 03-15 03-30"},
  };
  const auto zone = Zone::find("America/New_York").value();
  for (const auto& example : examples) {
    const auto recurrence =
        Recurrence::from({example.rule, parse_local_time(example.start).value(), false, {}, zone});
    ASSERT_TRUE(recurrence) << example.title << ": " << recurrence.error().message();
    // One more than there are shows that a rule that ends, ends.
    auto found = recurrence->next_instants(example.count + (recurrence->ends() ? 1 : 0)).value();
    EXPECT_EQ(found.size(), example.count) << example.title;
    if (found.size() > 90) found = {found.front(), found.back()};
    EXPECT_EQ(shown(found, zone), example.expected) << example.title;
  }
}

}  // namespace
}  // namespace steward::calendar
