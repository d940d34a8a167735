// SPDX-License-Identifier: MIT
#include "steward/notify/sms_text.hpp"

#include <gtest/gtest.h>

namespace steward::notify {
namespace {

std::string times(std::size_t count, const std::string& text) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

TEST(SmsSegments, CountsGsm7) {
  EXPECT_EQ(sms_segments(""), 0U);
  EXPECT_EQ(sms_segments("a"), 1U);
  EXPECT_EQ(sms_segments(times(160, "é")), 1U);
  EXPECT_EQ(sms_segments(times(161, "a")), 2U);
  EXPECT_EQ(sms_segments(times(306, "a")), 2U);
  EXPECT_EQ(sms_segments(times(307, "a")), 3U);
}

TEST(SmsSegments, CountsTheExtensionTwice) {
  EXPECT_EQ(sms_segments(times(80, "€")), 1U);
  EXPECT_EQ(sms_segments(times(80, "€") + "a"), 2U);
  // 153 is odd: the pair that does not fit goes to the next segment as a whole.
  EXPECT_EQ(sms_segments(times(152, "€")), 2U);
  EXPECT_EQ(sms_segments(times(153, "€")), 3U);
}

TEST(SmsSegments, CountsUcs2) {
  EXPECT_EQ(sms_segments(times(70, "東")), 1U);
  EXPECT_EQ(sms_segments(times(71, "東")), 2U);
  EXPECT_EQ(sms_segments(times(134, "東")), 2U);
  EXPECT_EQ(sms_segments(times(135, "東")), 3U);
  EXPECT_EQ(sms_segments("`" + times(70, "a")), 2U);
  EXPECT_EQ(sms_segments(times(35, "🛩")), 1U);
  EXPECT_EQ(sms_segments(times(36, "🛩")), 2U);
}

TEST(PlainSms, ReplacesWhatGsm7Lacks) {
  EXPECT_EQ(plain_sms("“Call” – it’s due…"), "\"Call\" - it's due...");
  EXPECT_EQ(plain_sms("Ćosić, Núñez, Łódź, François"), "Cosic, Nuñez, Lodz, Francois");
}

TEST(PlainSms, LeavesTheRest) {
  EXPECT_EQ(plain_sms("Ä é ñ ß € 東京"), "Ä é ñ ß € 東京");
}

}  // namespace
}  // namespace steward::notify
