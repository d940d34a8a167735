// SPDX-License-Identifier: MIT
#include "notify/smtp_outcome.hpp"

#include <fmt/format.h>

#include "notify/utf8.hpp"

namespace steward::notify {
namespace {

/// RFC 4954: these replies are about who we are, not about the message.
bool is_about_login(const SmtpTransfer& transfer) {
  if (transfer.code == CURLE_LOGIN_DENIED) return true;
  return transfer.response == 530 || transfer.response == 534 || transfer.response == 535 ||
         transfer.response == 538;
}

/// libcurl's codes for a reply that it did not want: 55 to MAIL, RCPT and DATA, 8 to the text. It
/// gives 8 for a greeting too, and 55 for a broken connection, where the last reply was a good one.
bool is_refusal(const SmtpTransfer& transfer) {
  if (transfer.response < 400) return false;
  if (transfer.code == CURLE_SEND_ERROR) return true;
  return transfer.code == CURLE_WEIRD_SERVER_REPLY && transfer.data_begun;
}

}  // namespace

Result<engine::Receipt> judge(const SmtpTransfer& transfer) {
  const auto reply = printable(transfer.reply);
  if (transfer.code == CURLE_OK) return engine::Receipt{reply};
  if (is_about_login(transfer)) {
    return unavailable(
        fmt::format("the mail server does not accept our login, check the email channel's username "
                    "and password: {}",
                    reply));
  }
  if (is_refusal(transfer)) {
    if (transfer.response >= 500) {
      return Error(ErrorCode::rejected, fmt::format("the mail server refused it: {}", reply));
    }
    return unavailable(fmt::format("the mail server does not take it now: {}", reply));
  }
  const std::string_view why = curl_easy_strerror(transfer.code);
  if (transfer.data_begun && transfer.data_ended) {
    return Error(ErrorCode::timed_out,
                 fmt::format("the mail server did not confirm it, it may have arrived: {}", why));
  }
  if (transfer.code == CURLE_USE_SSL_FAILED) {
    return unavailable("the mail server offers no STARTTLS, which the email channel demands");
  }
  if (transfer.response >= 400) {
    return unavailable(fmt::format("the mail server does not talk to us: {}", reply));
  }
  return unavailable(fmt::format("the mail server cannot be reached: {}", why));
}

}  // namespace steward::notify
