// SPDX-License-Identifier: MIT
// What a finished SMTP transfer means for the message.
#pragma once

#include <curl/curl.h>

#include <string>

#include "steward/engine/transport.hpp"

namespace steward::notify {

/// What is known when libcurl returns.
struct SmtpTransfer {
  CURLcode code = CURLE_OK;
  long response = 0;        ///< the last reply's code, 0: there was none
  std::string reply;        ///< the last reply's last line, code included
  bool data_begun = false;  ///< the server said 354
  bool data_ended = false;  ///< the whole message was handed to libcurl: the dot may be out
};

/// Refused by a 4xx: `unavailable`. By a 5xx to MAIL, RCPT, DATA or the text: `rejected`. Broken
/// off after the text was sent: `timed_out`. Everything before the text (no connection, no TLS,
/// a wrong password, a refusing greeting) is `unavailable`: no message is to blame for it.
[[nodiscard]] Result<engine::Receipt> judge(const SmtpTransfer& transfer);

}  // namespace steward::notify
