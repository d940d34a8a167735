// SPDX-License-Identifier: MIT
#include "steward/calendar/span.hpp"

#include <gtest/gtest.h>

namespace steward::calendar {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

Span open_time(Microseconds time) {
  return {SpanKind::open_time, time, 0};
}

TEST(Span, ReadsEveryForm) {
  struct Row {
    std::string_view text;
    Span span;
  };
  const std::vector<Row> rows{
      {"48h", open_time(hours(48))},
      {"90m", open_time(minutes(90))},
      {"10s", open_time(seconds(10))},
      {"0s", open_time(seconds(0))},
      {"1h 30m", open_time(minutes(90))},
      {"1h30m", open_time(minutes(90))},
      {"1 hour 30 minutes", open_time(minutes(90))},
      {"2 hours", open_time(hours(2))},
      {"15 min", open_time(minutes(15))},
      {"1 minute 1 second", open_time(seconds(61))},
      {" 20 seconds ", open_time(seconds(20))},
      {"-1h 30m", open_time(-minutes(90))},
      {"- 2 working days", {SpanKind::working_days, {}, -2}},
      {"-1 year", {SpanKind::months, {}, -12}},
      {"1 day", {SpanKind::days, {}, 1}},
      {"2 days", {SpanKind::days, {}, 2}},
      {"1 week", {SpanKind::days, {}, 7}},
      {"2 weeks", {SpanKind::days, {}, 14}},
      {"1 month", {SpanKind::months, {}, 1}},
      {"18 months", {SpanKind::months, {}, 18}},
      {"1 year", {SpanKind::months, {}, 12}},
      {"100 years", {SpanKind::months, {}, 1200}},
      {"1 working day", {SpanKind::working_days, {}, 1}},
      {"2 working days", {SpanKind::working_days, {}, 2}},
      {"end of next working day", {SpanKind::end_of_next_working_day, {}, 0}},
      {"end  of next working day ", {SpanKind::end_of_next_working_day, {}, 0}},
  };
  for (const auto& [text, span] : rows) {
    const auto read = parse_span(text);
    ASSERT_TRUE(read) << text << ": " << read.error().message();
    EXPECT_EQ(*read, span) << text;
  }
}

TEST(Span, RefusesWhatIsNoLength) {
  for (const std::string_view text : {"",
                                      " ",
                                      "h",
                                      "48",
                                      "- -2h",
                                      "2h -30m",
                                      "-",
                                      "-end of next working day",
                                      "+2h",
                                      "1.5h",
                                      "48H",
                                      "2d",
                                      "30m 1h",
                                      "1h 1h",
                                      "1h 2 days",
                                      "2 days 1h",
                                      "0 days",
                                      "0 working days",
                                      "2 working",
                                      "2 working hours",
                                      "working days",
                                      "end of working day",
                                      "end of next working days",
                                      "end of next working day 2",
                                      "101 years",
                                      "36501 days",
                                      "5215 weeks",
                                      "876001h",
                                      "99999999999s",
                                      "9223372036854775808h",
                                      "1e3s",
                                      "48h;",
                                      "\xC2\xBD h"}) {
    EXPECT_FALSE(parse_span(text)) << text;
  }
}

TEST(Span, NamesTheFormsThatItReads) {
  const auto error = parse_span("+2h").error();
  EXPECT_EQ(error.code(), ErrorCode::invalid_input);
  EXPECT_EQ(error.message(),
            "'+2h' is not a length of time up to 100 years: expected 48h, 90m, 10s, 1h 30m, "
            "2 days, 1 week, 1 month, 1 year, 2 working days or end of next working day");
}

TEST(Span, PrintsTheCanonicalSpelling) {
  struct Row {
    Span span;
    std::string_view text;
  };
  const std::vector<Row> rows{
      {open_time(hours(48)), "48h"},
      {open_time(minutes(90)), "1h 30m"},
      {open_time(minutes(45)), "45m"},
      {open_time(seconds(3601)), "1h 1s"},
      {open_time(seconds(0)), "0s"},
      {open_time(-minutes(90)), "-1h 30m"},
      {open_time(-seconds(1)), "-1s"},
      {{SpanKind::working_days, {}, -1}, "-1 working day"},
      {{SpanKind::months, {}, -6}, "-6 months"},
      {{SpanKind::months, {}, -24}, "-2 years"},
      {{SpanKind::days, {}, 1}, "1 day"},
      {{SpanKind::days, {}, 14}, "14 days"},
      {{SpanKind::months, {}, 1}, "1 month"},
      {{SpanKind::months, {}, 6}, "6 months"},
      {{SpanKind::months, {}, 12}, "1 year"},
      {{SpanKind::months, {}, 24}, "2 years"},
      {{SpanKind::working_days, {}, 1}, "1 working day"},
      {{SpanKind::working_days, {}, 2}, "2 working days"},
      {{SpanKind::end_of_next_working_day, {}, 0}, "end of next working day"},
  };
  for (const auto& [span, text] : rows) {
    EXPECT_EQ(to_string(span), text);
    EXPECT_EQ(parse_span(text).value(), span) << text;
  }
}

TEST(Span, PrintedTimesReadBack) {
  for (std::int64_t count = 0; count < 400'000; count += 977) {
    const auto span = open_time(seconds(count));
    EXPECT_EQ(parse_span(to_string(span)).value(), span) << to_string(span);
  }
}

TEST(Elapsed, ReadsTimesAndDaysOfTwentyFourHours) {
  EXPECT_EQ(parse_elapsed("24h").value(), hours(24));
  EXPECT_EQ(parse_elapsed("1h 30m").value(), minutes(90));
  EXPECT_EQ(parse_elapsed("10s").value(), seconds(10));
  EXPECT_EQ(parse_elapsed("2d").value(), hours(48));
  EXPECT_EQ(parse_elapsed("2 days").value(), hours(48));
  EXPECT_EQ(parse_elapsed("1d 12h").value(), hours(36));
}

TEST(Elapsed, RefusesCalendarArithmetic) {
  for (const std::string_view text : {"", "-1h", "1 month", "2 working days", "12h 1d", "1d 1w"}) {
    EXPECT_FALSE(parse_elapsed(text)) << text;
  }
  EXPECT_EQ(parse_elapsed("1 month").error().message(),
            "'1 month' is not an elapsed time up to 100 years: expected 24h, 90m, 10s, 1h 30m or "
            "2d");
}

}  // namespace
}  // namespace steward::calendar
