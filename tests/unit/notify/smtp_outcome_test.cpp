// SPDX-License-Identifier: MIT
// Outcomes that a server on loopback cannot be made to give.
#include "notify/smtp_outcome.hpp"

#include <gtest/gtest.h>

#include "unit/notify/show_error.hpp"

namespace steward::notify {
namespace {

TEST(SmtpOutcome, ABreakWithinTheTextHasNotArrived) {
  const SmtpTransfer transfer{CURLE_SEND_ERROR, 354, "354 Go on", true, false};
  EXPECT_EQ(judge(transfer).error(),
            Error(ErrorCode::unavailable,
                  "the mail server cannot be reached: Failed sending data to the peer"));
}

TEST(SmtpOutcome, ABreakOfTheConnectionBeforeTheTextIsUnavailable) {
  const SmtpTransfer transfer{CURLE_RECV_ERROR, 250, "250 Ok", false, false};
  EXPECT_EQ(judge(transfer).error().code(), ErrorCode::unavailable);
}

TEST(SmtpOutcome, NoStartTlsIsNamed) {
  const SmtpTransfer transfer{CURLE_USE_SSL_FAILED, 250, "250 8BITMIME", false, false};
  EXPECT_EQ(judge(transfer).error(),
            Error(ErrorCode::unavailable,
                  "the mail server offers no STARTTLS, which the email channel demands"));
}

TEST(SmtpOutcome, TheServersTextIsMadePrintable) {
  const SmtpTransfer transfer{CURLE_SEND_ERROR, 550, "550 no\x1b[31m \xff", false, false};
  EXPECT_EQ(judge(transfer).error().message(), "the mail server refused it: 550 no?[31m ?");
}

}  // namespace
}  // namespace steward::notify
