// SPDX-License-Identifier: MIT
#include "steward/model/message.hpp"

#include <gtest/gtest.h>

namespace steward::model {
namespace {

TEST(Purpose, EverySpellingIsReadBack) {
  const std::pair<Purpose, std::string_view> spellings[] = {
      {Purpose::reminder, "reminder"},
      {Purpose::breach, "breach"},
      {Purpose::escalation, "escalation"},
      {Purpose::announcement, "announcement"},
      {Purpose::all_clear, "all_clear"},
      {Purpose::undeliverable, "undeliverable"},
      {Purpose::test, "test"},
  };
  for (const auto& [purpose, text] : spellings) {
    EXPECT_EQ(to_string(purpose), text);
    EXPECT_EQ(parse_purpose(text), purpose);
  }
  EXPECT_EQ(parse_purpose("all-clear"), std::nullopt);
  EXPECT_EQ(parse_purpose(""), std::nullopt);
}

}  // namespace
}  // namespace steward::model
