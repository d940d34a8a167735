// SPDX-License-Identifier: MIT
#include "app/holiday_watch.hpp"

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <sstream>

namespace steward::app {
namespace {

/// What is logged while it lives.
class CapturedLog {
 public:
  CapturedLog() {
    auto sink = std::make_shared<spdlog::sinks::ostream_sink_st>(text_);
    auto logger = std::make_shared<spdlog::logger>("captured", sink);
    logger->set_pattern("%l: %v");
    spdlog::set_default_logger(std::move(logger));
  }
  ~CapturedLog() { spdlog::set_default_logger(before_); }
  CapturedLog(const CapturedLog&) = delete;
  CapturedLog& operator=(const CapturedLog&) = delete;

  [[nodiscard]] std::string take() {
    auto text = text_.str();
    text_.str("");
    return text;
  }

 private:
  std::shared_ptr<spdlog::logger> before_ = spdlog::default_logger();
  std::ostringstream text_;
};

TEST(HolidayWatch, WarnsOncePerDateAndNotAtFirst) {
  using std::chrono::sys_days;
  const auto last = sys_days(std::chrono::year(2026) / std::chrono::December / 25);
  model::RuleSet set;
  set.holiday_files = {
      {{"calendars/office.yaml", 7, 12, 6}, "us.ics", last},
      {{"calendars/office.yaml", 8, 12, 6}, "au.ics", last + std::chrono::days(3650)}};
  CapturedLog log;
  HolidayWatch watch;
  const auto look = [&](const char* now) {
    watch.look(set, parse_instant(now).value());
    return log.take();
  };
  const std::string warning =
      "warning: calendars/office.yaml:7: the holidays of 'us.ics' end on 2026-12-25: dates after "
      "it count as working days\n";
  EXPECT_EQ(look("2025-12-24T23:59:58Z"), "");
  EXPECT_EQ(look("2025-12-25T00:00:00Z"), "") << "a year is left";
  EXPECT_EQ(look("2025-12-26T00:00:01Z"), warning);
  EXPECT_EQ(look("2025-12-26T00:00:03Z"), "") << "said today";
  EXPECT_EQ(look("2025-12-27T00:00:01Z"), warning);
  HolidayWatch started_late;
  started_late.look(set, parse_instant("2025-12-27T08:00:00Z").value());
  EXPECT_EQ(log.take(), "") << "whoever read the files has said it";
}

}  // namespace
}  // namespace steward::app
