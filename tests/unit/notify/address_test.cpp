// SPDX-License-Identifier: MIT
#include "steward/notify/address.hpp"

#include <gtest/gtest.h>

#include "unit/notify/show_error.hpp"

namespace steward::notify {
namespace {

TEST(EmailAddress, TakesOrdinaryOnes) {
  for (const auto* address : {"a@b.example", "ana.ruiz+crm@mail.skyport.example", "root@localhost",
                              "o'brien@skyport.example", "x@xn--zrich-kva.example"}) {
    EXPECT_TRUE(check_email_address(address)) << address;
  }
}

TEST(EmailAddress, RefusesWhatCouldBeReadInTwoWays) {
  for (const auto* address : {"",
                              "ana",
                              "@skyport.example",
                              "ana@",
                              "ana@@skyport.example",
                              "ana@b@skyport.example",
                              ".ana@skyport.example",
                              "ana.@skyport.example",
                              "a..b@skyport.example",
                              "ana@skyport..example",
                              "ana@-skyport.example",
                              "ana@skyport.example.",
                              "\"ana\"@b.example",
                              "ana@[127.0.0.1]",
                              "<ana@skyport.example>",
                              "ana@skyport.example, eve@evil.example",
                              "ana @skyport.example",
                              " ana@skyport.example",
                              "ana@skyport.example\n",
                              "josé@b.example",
                              "ana(eve)@skyport.example",
                              "ana@sky_port.example"}) {
    EXPECT_FALSE(check_email_address(address)) << address;
  }
  EXPECT_FALSE(check_email_address(std::string_view("ana\0@skyport.example", 20)));
  EXPECT_TRUE(check_email_address(std::string(64, 'a') + "@b.example"));
  EXPECT_FALSE(check_email_address(std::string(65, 'a') + "@b.example"));
  EXPECT_FALSE(check_email_address("a@" + std::string(64, 'b') + ".example"));
}

TEST(EmailAddress, SaysWhatItExpected) {
  EXPECT_EQ(check_email_address("ana\r\nBcc: eve").error(),
            Error(ErrorCode::rejected,
                  "'ana??Bcc: eve' is not an email address: expected name@host.example in ASCII"));
}

TEST(PhoneNumber, IsE164) {
  EXPECT_TRUE(check_phone_number("+12025550123"));
  EXPECT_TRUE(check_phone_number("+123456789012345"));
  for (const auto* number : {"", "+", "12025550123", "+02025550123", "+1 202 555 0123", "+123456",
                             "+1234567890123456", "+1202555012a"}) {
    EXPECT_FALSE(check_phone_number(number)) << number;
  }
}

TEST(Mailbox, HasANameOrNot) {
  EXPECT_EQ(*parse_mailbox("a@b.example"), (Mailbox{"", "a@b.example"}));
  EXPECT_EQ(*parse_mailbox("Skyport <a@b.example>"), (Mailbox{"Skyport", "a@b.example"}));
  EXPECT_EQ(*parse_mailbox(" \"Skyport, Inc.\"  <a@b.example> "),
            (Mailbox{"Skyport, Inc.", "a@b.example"}));
  EXPECT_FALSE(parse_mailbox("Skyport <a@b.example"));
  EXPECT_FALSE(parse_mailbox("Skyport <a@b.example> <c@d.example>"));
  EXPECT_FALSE(parse_mailbox("Sky\nport <a@b.example>"));
  EXPECT_FALSE(parse_mailbox(""));
}

}  // namespace
}  // namespace steward::notify
