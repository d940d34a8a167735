// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/notify/http_server.hpp"
#include "unit/notify/sample.hpp"

namespace steward::notify {
namespace {

Error failure(const HttpScript& script, SmsChannel channel = sms_channel("")) {
  const HttpServer server(script);
  channel.url = server.url();
  const auto receipt = (*make_sms_transport(channel))->send(sample_sms());
  EXPECT_FALSE(receipt);
  return receipt ? Error() : receipt.error();
}

TEST(SmsGateway, PostsTheFormWithTheLogin) {
  HttpServer server;
  auto message = sample_sms();
  message.text = "A & B = 100 % + é";
  const auto receipt = (*make_sms_transport(sms_channel(server.url())))->send(message);
  ASSERT_TRUE(receipt) << receipt.error().message();
  EXPECT_EQ(receipt->response, "SM4f2a");
  auto requests = server.requests();
  ASSERT_EQ(requests.size(), 1U);
  EXPECT_EQ(requests[0].line, "POST /Messages.json HTTP/1.1");
  EXPECT_EQ(requests[0].headers["Content-Type"], "application/x-www-form-urlencoded");
  EXPECT_EQ(requests[0].headers["Authorization"], "Basic QUMxMjM6c2VjcmV0LXRva2Vu");
  EXPECT_EQ(
      requests[0].body,
      "To=%2B12025550123&From=%2B12025550100&Body=A%20%26%20B%20%3D%20100%20%25%20%2B%20%C3%A9");
}

TEST(SmsGateway, KeepsItsConnection) {
  HttpServer server;
  const auto transport = *make_sms_transport(sms_channel(server.url()));
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(transport->send(sample_sms()));
  EXPECT_EQ(server.requests().size(), 5U);
  EXPECT_EQ(server.connections(), 1U);
}

TEST(SmsGateway, TakenWithoutAnIdIsStillTaken) {
  HttpScript script;
  script.body = "thanks";
  const HttpServer server(script);
  EXPECT_EQ((*make_sms_transport(sms_channel(server.url())))->send(sample_sms())->response, "201");
}

TEST(SmsGateway, ABadNumberIsRejectedInTheGatewaysWords) {
  const HttpScript script{400, "", R"({"code": 21211, "message": "Invalid 'To' Phone Number"})"};
  EXPECT_EQ(failure(script),
            Error(ErrorCode::rejected,
                  "the SMS gateway refused it: 400: Invalid 'To' Phone Number (21211)"));
}

TEST(SmsGateway, AnAnswerThatIsNotJsonIsRejectedByItsStatus) {
  EXPECT_EQ(failure({422, "", "<html>"}),
            Error(ErrorCode::rejected, "the SMS gateway refused it: 422"));
}

TEST(SmsGateway, AWrongLoginIsTheConfigurationsFaultAndStaysSecret) {
  const HttpScript script{401, "", R"({"code": 20003, "message": "Authenticate"})"};
  EXPECT_EQ(failure(script),
            Error(ErrorCode::unavailable,
                  "the SMS gateway does not accept our login, check the SMS channel's account and "
                  "token: 401: Authenticate (20003)"));
  EXPECT_EQ(failure({403, "", ""}).code(), ErrorCode::unavailable);
}

TEST(SmsGateway, AWrongAddressIsTheConfigurationsFault) {
  EXPECT_EQ(failure({404, "", ""}),
            Error(ErrorCode::unavailable,
                  "the SMS gateway is not at this address, check the SMS channel's url: 404"));
}

TEST(SmsGateway, DoesNotFollowARedirect) {
  HttpServer elsewhere;
  const HttpScript script{307, "Location: " + elsewhere.url() + "\r\n", ""};
  EXPECT_EQ(failure(script).code(), ErrorCode::unavailable);
  EXPECT_EQ(elsewhere.connections(), 0U);
}

TEST(SmsGateway, AnOverloadedGatewayIsUnavailable) {
  for (const int status : {408, 429, 500, 503}) {
    EXPECT_EQ(failure({status, "", ""}),
              Error(ErrorCode::unavailable,
                    "the SMS gateway does not take it now: " + std::to_string(status)));
  }
}

TEST(SmsGateway, ADropAfterTheRequestMayHaveArrived) {
  HttpScript script;
  script.drop = true;
  const auto error = failure(script);
  EXPECT_EQ(error.code(), ErrorCode::timed_out);
  EXPECT_THAT(error.message(),
              testing::StartsWith("the SMS gateway did not answer, it may have arrived: "));
}

TEST(SmsGateway, NoAnswerMayHaveArrived) {
  HttpScript script;
  script.stall = true;
  auto channel = sms_channel("");
  channel.total_timeout = std::chrono::seconds(1);
  EXPECT_EQ(failure(script, channel),
            Error(ErrorCode::timed_out,
                  "the SMS gateway did not answer, it may have arrived: Timeout was reached"));
}

TEST(SmsGateway, NobodyThereIsUnavailable) {
  const auto url = "http://127.0.0.1:" + std::to_string(closed_port()) + "/";
  EXPECT_EQ((*make_sms_transport(sms_channel(url)))->send(sample_sms()).error(),
            Error(ErrorCode::unavailable,
                  "the SMS gateway cannot be reached: Couldn't connect to server"));
}

}  // namespace
}  // namespace steward::notify
