// SPDX-License-Identifier: MIT
#include "rules/setting_values.hpp"

#include <gtest/gtest.h>

namespace steward::rules {
namespace {

using namespace std::chrono_literals;

TEST(EmailAddress, IsOneAddressAndNothingElse) {
  for (const auto* right : {"a@b", "mia.torres+crm@skyport.example", "o'neil@x-y.example"}) {
    EXPECT_TRUE(is_email_address(right)) << right;
  }
  for (const auto* wrong :
       {"", "a", "@b", "a@", "a@b@c", "a b@c", "a@b c", "a@b\r\nBcc: d@e", "a@b\n", "a,b@c",
        "<a@b>", "a@-b", "a@b..c", "a@.b", "a@b.", ".a@b", "a..b@c", "é@b", "a@[127.0.0.1]"}) {
    EXPECT_FALSE(is_email_address(wrong)) << wrong;
  }
  EXPECT_FALSE(is_email_address(std::string(65, 'a') + "@b"));
}

TEST(Mailbox, HasANameOrNone) {
  for (const auto* right : {"a@b", "Skyport <a@b>", "Skyport FBO's desk <a@b>", "<a@b>"}) {
    EXPECT_TRUE(is_mailbox(right)) << right;
  }
  for (const auto* wrong : {"", "Skyport", "Skyport <a>", "Skyport <a@b", "a@b, c@d",
                            "X\r\nBcc: <a@b>", "A <a@b> <c@d>", "a@b <c@d>", "A <a@b>\n"}) {
    EXPECT_FALSE(is_mailbox(wrong)) << wrong;
  }
}

TEST(PhoneNumber, IsInE164) {
  EXPECT_TRUE(is_phone_number("+15555550100"));
  EXPECT_TRUE(is_phone_number("+12345678"));
  EXPECT_TRUE(is_phone_number("+123456789012345"));
  for (const auto* wrong : {"", "+", "15555550100", "+05555550100", "+1 555 555 0100", "+1234567",
                            "+1234567890123456", "+1555555010a", "Skyport"}) {
    EXPECT_FALSE(is_phone_number(wrong)) << wrong;
  }
}

TEST(LoopbackAddress, IsThisMachines) {
  for (const auto* right : {"127.0.0.1", "127.255.255.255", "::1"}) {
    EXPECT_TRUE(is_loopback_address(right)) << right;
  }
  for (const auto* wrong :
       {"", "0.0.0.0", "::", "localhost", "127.0.0", "127.0.0.256", "127.0.0.1.1", "128.0.0.1",
        "127.0.0.", "127.0.0.1 ", "127.0.0.-1", "127.0.0.0001"}) {
    EXPECT_FALSE(is_loopback_address(wrong)) << wrong;
  }
}

TEST(ServerUrl, IsTakenApart) {
  const auto url = parse_server_url("https://sms.example.com:8443/2010/Messages.json");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme, "https");
  EXPECT_EQ(url->host, "sms.example.com");
  EXPECT_EQ(url->port, 8443);
  EXPECT_EQ(url->path, "/2010/Messages.json");
  EXPECT_FALSE(url->is_local());
  EXPECT_EQ(parse_server_url("smtp://localhost")->port, 0);
  EXPECT_TRUE(parse_server_url("smtp://localhost:25")->is_local());
  EXPECT_TRUE(parse_server_url("smtp://[::1]:2525")->is_local());
  EXPECT_EQ(parse_server_url("smtp://[::1]:2525")->port, 2525);
}

TEST(ServerUrl, HasNoUserAndNoRest) {
  for (const auto* wrong :
       {"", "smtp", "smtp:host", "smtp://", "smtp://:25", "smtp://host:", "smtp://host:0",
        "smtp://host:65536", "smtp://host:2x", "smtp://me:secret@host", "smtp://me@host",
        "smtp://ho st", "smtp://host\r\n", "smtp://[::1", "smtp://[x]:1", "smtp://host?x"}) {
    EXPECT_FALSE(parse_server_url(wrong)) << wrong;
  }
}

TEST(ConnectionString, TellsWhetherItHoldsAPassword) {
  for (const auto* holds : {"dbname=x password=s", "password = s", "postgresql://a:s@h/d",
                            "postgresql://h/d?password=s", "sslpassword=s"}) {
    EXPECT_TRUE(holds_password(holds)) << holds;
  }
  for (const auto* clean : {"", "dbname=x", "postgresql://a@h:5432/d", "postgresql://h/d",
                            "dbname=x passfile=/etc/pgpass", "postgresql:///d?host=/run"}) {
    EXPECT_FALSE(holds_password(clean)) << clean;
  }
}

TEST(ShortTime, ReadsMilliseconds) {
  EXPECT_EQ(parse_short_time("200ms").value(), 200ms);
  EXPECT_EQ(parse_short_time("2s").value(), 2s);
  EXPECT_FALSE(parse_short_time("ms"));
  EXPECT_FALSE(parse_short_time("-5ms"));
  EXPECT_FALSE(parse_short_time("1.5ms"));
}

}  // namespace
}  // namespace steward::rules
