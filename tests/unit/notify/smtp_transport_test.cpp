// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/notify/sample.hpp"
#include "unit/notify/smtp_server.hpp"

namespace steward::notify {
namespace {

using testing::Contains;
using testing::HasSubstr;

/// What sending one message to a server with this script comes to.
Error failure(const SmtpScript& script, EmailChannel channel = email_channel("")) {
  const SmtpServer server(script);
  channel.url = server.url();
  const auto receipt = (*make_email_transport(channel))->send(sample_email());
  EXPECT_FALSE(receipt);
  return receipt ? Error() : receipt.error();
}

TEST(SmtpTransport, GivesTheServersAnswer) {
  SmtpServer server;
  const auto receipt = (*make_email_transport(email_channel(server.url())))->send(sample_email());
  ASSERT_TRUE(receipt) << receipt.error().message();
  EXPECT_EQ(receipt->response, "250 2.0.0 Ok: queued as 4F2A");
  const auto mails = server.mails();
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_THAT(mails[0].from, HasSubstr("FROM:<steward@skyport.example>"));
  EXPECT_THAT(mails[0].to, HasSubstr("TO:<ana@skyport.example>"));
}

TEST(SmtpTransport, SendsMoreThanOneMessageOnAConnection) {
  SmtpServer server;
  const auto transport = *make_email_transport(email_channel(server.url()));
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(transport->send(sample_email()));
  EXPECT_EQ(server.mails().size(), 5U);
  EXPECT_EQ(server.connections(), 1U);
}

TEST(SmtpTransport, GoesOnAfterARefusal) {
  SmtpScript script;
  script.recipient = "550 5.1.1 no such user";
  SmtpServer server(script);
  const auto transport = *make_email_transport(email_channel(server.url()));
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(transport->send(sample_email()).error().code(), ErrorCode::rejected);
  }
}

TEST(SmtpTransport, RefusedForNowIsUnavailable) {
  SmtpScript script;
  script.recipient = "450 4.2.0 greylisted";
  EXPECT_EQ(failure(script), Error(ErrorCode::unavailable,
                                   "the mail server does not take it now: 450 4.2.0 greylisted"));
}

TEST(SmtpTransport, AnUnknownRecipientIsRejected) {
  SmtpScript script;
  script.recipient = "550 5.1.1 no such user";
  EXPECT_EQ(failure(script),
            Error(ErrorCode::rejected, "the mail server refused it: 550 5.1.1 no such user"));
}

TEST(SmtpTransport, ARefusedSenderIsRejected) {
  SmtpScript script;
  script.mail = "553 5.1.8 not from here";
  EXPECT_EQ(failure(script),
            Error(ErrorCode::rejected, "the mail server refused it: 553 5.1.8 not from here"));
}

TEST(SmtpTransport, RefusedDataIsRejected) {
  SmtpScript script;
  script.data = "554 5.5.1 no valid recipients";
  EXPECT_EQ(failure(script), Error(ErrorCode::rejected,
                                   "the mail server refused it: 554 5.5.1 no valid recipients"));
}

TEST(SmtpTransport, ARefusedTextIsRejectedOrUnavailable) {
  SmtpScript script;
  script.taken = "554 5.7.1 looks like spam";
  EXPECT_EQ(failure(script),
            Error(ErrorCode::rejected, "the mail server refused it: 554 5.7.1 looks like spam"));
  script.taken = "452 4.3.1 disk full";
  EXPECT_EQ(failure(script), Error(ErrorCode::unavailable,
                                   "the mail server does not take it now: 452 4.3.1 disk full"));
}

TEST(SmtpTransport, ADropAfterTheTextMayHaveArrived) {
  SmtpScript script;
  script.drop_after_dot = true;
  EXPECT_EQ(failure(script), Error(ErrorCode::timed_out,
                                   "the mail server did not confirm it, it may have arrived: "
                                   "Failure when receiving data from the peer"));
}

TEST(SmtpTransport, NoAnswerToTheTextMayHaveArrived) {
  SmtpScript script;
  script.stall_after_dot = true;
  auto channel = email_channel("");
  channel.total_timeout = std::chrono::seconds(1);
  EXPECT_EQ(failure(script, channel),
            Error(ErrorCode::timed_out,
                  "the mail server did not confirm it, it may have arrived: Timeout was reached"));
}

TEST(SmtpTransport, ARefusingGreetingIsNotTheMessagesFault) {
  SmtpScript script;
  script.greeting = "554 5.3.2 go away";
  EXPECT_EQ(failure(script), Error(ErrorCode::unavailable,
                                   "the mail server does not talk to us: 554 5.3.2 go away"));
}

TEST(SmtpTransport, NobodyThereIsUnavailable) {
  const auto url = "smtp://127.0.0.1:" + std::to_string(closed_port());
  const auto receipt = (*make_email_transport(email_channel(url)))->send(sample_email());
  ASSERT_FALSE(receipt);
  EXPECT_EQ(receipt.error(), Error(ErrorCode::unavailable,
                                   "the mail server cannot be reached: "
                                   "Couldn't connect to server"));
}

TEST(SmtpTransport, AWrongPasswordIsTheConfigurationsFaultAndStaysSecret) {
  SmtpScript script;
  script.extensions = {"AUTH PLAIN"};
  script.auth = "535 5.7.8 bad credentials";
  auto channel = email_channel("");
  channel.username = "steward";
  channel.password = "hunter2";
  EXPECT_EQ(failure(script, channel),
            Error(ErrorCode::unavailable,
                  "the mail server does not accept our login, check the email channel's username "
                  "and password: 535 5.7.8 bad credentials"));
}

TEST(SmtpTransport, ADemandedLoginIsTheConfigurationsFault) {
  SmtpScript script;
  script.mail = "530 5.7.0 authentication required";
  EXPECT_EQ(failure(script).code(), ErrorCode::unavailable);
}

TEST(SmtpTransport, LogsIn) {
  SmtpScript script;
  script.extensions = {"AUTH PLAIN"};
  SmtpServer server(script);
  auto channel = email_channel(server.url());
  channel.username = "steward";
  channel.password = "hunter2";
  EXPECT_TRUE((*make_email_transport(channel))->send(sample_email()));
  // RFC 4616: \0steward\0hunter2 in base64.
  EXPECT_THAT(server.commands(), Contains("AHN0ZXdhcmQAaHVudGVyMg=="));
}

TEST(SmtpTransport, EndsWithoutWaitingForAServerThatHangs) {
  SmtpScript script;
  script.stall_at_quit = true;
  SmtpServer server(script);
  {
    const auto transport = *make_email_transport(email_channel(server.url()));
    EXPECT_TRUE(transport->send(sample_email()));
  }
  // libcurl alone would wait two minutes for the answer, longer than this test may take.
  EXPECT_EQ(server.mails().size(), 1U);
}

TEST(SmtpTransport, WithAnEvilAddressNotEvenConnects) {
  SmtpServer server;
  auto message = sample_email();
  message.address = "ana@skyport.example>\r\nRCPT TO:<eve@evil.example";
  EXPECT_FALSE((*make_email_transport(email_channel(server.url())))->send(message));
  EXPECT_EQ(server.connections(), 0U);
}

}  // namespace
}  // namespace steward::notify
