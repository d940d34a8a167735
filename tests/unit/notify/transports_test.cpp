// SPDX-License-Identifier: MIT
#include "steward/notify/transports.hpp"

#include <gtest/gtest.h>

#include "unit/notify/sample.hpp"

namespace steward::notify {
namespace {

std::string refusal(const EmailChannel& channel) {
  const auto made = make_email_transport(channel);
  return made ? "" : made.error().message();
}
std::string refusal(const SmsChannel& channel) {
  const auto made = make_sms_transport(channel);
  return made ? "" : made.error().message();
}

TEST(Transports, TakesEveryFormOfUrl) {
  for (const auto* url : {"smtp://mail.example", "smtp://mail.example:587", "smtps://mail.example",
                          "smtp://[::1]:25", "maildir:/var/mail/steward", "maildir:mail"}) {
    EXPECT_EQ(refusal(email_channel(url)), "") << url;
  }
  for (const auto* url : {"https://sms.example/2010-04-01/Accounts/AC123/Messages.json",
                          "http://localhost:8080/", "file:/var/log/sms.txt"}) {
    EXPECT_EQ(refusal(sms_channel(url)), "") << url;
  }
}

TEST(Transports, RefusesAnotherUrl) {
  for (const auto* url : {"", "mail.example", "http://mail.example", "smtp://", "file:x"}) {
    EXPECT_EQ(refusal(email_channel(url)),
              "the email channel's url: expected smtp://host:port, smtps://host or maildir:PATH")
        << url;
  }
  for (const auto* url : {"", "sms.example", "smtp://sms.example", "ftp://sms.example"}) {
    EXPECT_EQ(refusal(sms_channel(url)),
              "the SMS channel's url: expected https://host/path or file:PATH")
        << url;
  }
  EXPECT_EQ(refusal(email_channel("maildir:")), "the email channel's url: maildir: needs a folder");
  EXPECT_EQ(refusal(sms_channel("file:")), "the SMS channel's url: file: needs a path");
}

TEST(Transports, RefusesALoginInTheUrlWithoutSayingIt) {
  EXPECT_EQ(refusal(email_channel("smtp://steward:hunter2@mail.example")),
            "the email channel's url has a login in it: use username and password");
  EXPECT_EQ(refusal(sms_channel("https://AC123:hunter2@sms.example/")),
            "the SMS channel's url has a login in it: use account and token");
}

TEST(Transports, NeverSendsASecretUnencryptedOverANetwork) {
  auto email = email_channel("smtp://mail.example");
  email.starttls = false;
  EXPECT_EQ(refusal(email), "");
  email.username = "steward";
  EXPECT_EQ(refusal(email),
            "the email channel would send its password unencrypted: set starttls: true");
  // A name that only looks like loopback.
  email.url = "smtp://127.0.0.1.evil.example";
  EXPECT_NE(refusal(email), "");
  email.url = "smtp://127.0.0.1";
  EXPECT_EQ(refusal(email), "");
  EXPECT_EQ(refusal(sms_channel("http://sms.example/")),
            "the SMS channel would send its token unencrypted: use https");
}

TEST(Transports, RefusesASenderThatIsNone) {
  auto email = email_channel("maildir:mail");
  email.from = "Skyport";
  EXPECT_EQ(refusal(email),
            "the email channel's from: 'Skyport' is not an email address: expected "
            "name@host.example in ASCII");
  auto sms = sms_channel("https://sms.example/");
  sms.from = "202-555-0100";
  EXPECT_EQ(refusal(sms),
            "the SMS channel's from: '202-555-0100' is not a telephone number in "
            "E.164: expected +12025550123");
  sms = sms_channel("https://sms.example/");
  sms.token = "";
  EXPECT_EQ(refusal(sms), "the SMS channel needs an account and a token");
}

}  // namespace
}  // namespace steward::notify
