// SPDX-License-Identifier: MIT
// An .ics file of holidays.
#include <cstdint>

#include "laws.hpp"
#include "steward/calendar/holiday_feed.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace steward;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto feed = calendar::read_holiday_feed(text);
  if (!feed) {
    fuzz::law_of_error(feed.error());
    return 0;
  }
  const auto dates = feed->holidays.size();
  fuzz::law(dates <= calendar::kMostFeedDates, "a feed has no more dates than are allowed",
            std::to_string(dates));
  fuzz::law(!feed->last || feed->holidays.contains(*feed->last), "the last of what ends is a date",
            std::to_string(dates));
  return 0;
}
