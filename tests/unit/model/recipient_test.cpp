// SPDX-License-Identifier: MIT
#include "steward/model/recipient.hpp"

#include <gtest/gtest.h>

namespace steward::model {
namespace {

TEST(Recipient, IsStoredAsKindAndName) {
  EXPECT_EQ(to_string(Recipient{}), "assignee");
  EXPECT_EQ(to_string(Recipient{RecipientKind::role, "duty-officer"}), "role:duty-officer");
  EXPECT_EQ(to_string(Recipient{RecipientKind::person, "12"}), "person:12");
  EXPECT_EQ(to_string(Recipient{RecipientKind::address, "ops@example.org"}),
            "address:ops@example.org");
}

TEST(Recipient, IsReadBackAsItWas) {
  for (const auto& recipient : {Recipient{}, Recipient{RecipientKind::role, "duty-officer"},
                                Recipient{RecipientKind::person, "a:b"},
                                Recipient{RecipientKind::address, "x@y.example"}}) {
    EXPECT_EQ(parse_recipient(to_string(recipient)), recipient);
  }
}

TEST(Recipient, RefusesWhatNobodyIs) {
  for (const auto* text : {"", "assignee ", "role:", "role", "Role:x", "client:7", "12"}) {
    EXPECT_EQ(parse_recipient(text), std::nullopt) << text;
  }
}

TEST(Channel, HasTwoSpellings) {
  EXPECT_EQ(parse_channel(to_string(Channel::email)), Channel::email);
  EXPECT_EQ(parse_channel(to_string(Channel::sms)), Channel::sms);
  EXPECT_EQ(to_string(Channel::email), "email");
  EXPECT_EQ(to_string(Channel::sms), "sms");
  EXPECT_EQ(parse_channel("fax"), std::nullopt);
}

TEST(Urgency, HasTwoSpellings) {
  EXPECT_EQ(parse_urgency(to_string(Urgency::normal)), Urgency::normal);
  EXPECT_EQ(parse_urgency(to_string(Urgency::urgent)), Urgency::urgent);
  EXPECT_EQ(to_string(Urgency::normal), "normal");
  EXPECT_EQ(to_string(Urgency::urgent), "urgent");
  EXPECT_EQ(parse_urgency("high"), std::nullopt);
}

}  // namespace
}  // namespace steward::model
