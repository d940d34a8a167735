// SPDX-License-Identifier: MIT
// What a finished request to an SMS gateway means for the message.
#pragma once

#include <curl/curl.h>

#include <string>

#include "steward/engine/transport.hpp"

namespace steward::notify {

/// What is known when libcurl returns.
struct HttpTransfer {
  CURLcode code = CURLE_OK;
  long status = 0;
  std::string body;
  bool request_sent = false;  ///< at least in part
};

/// 2xx: taken. 401, 403, 404 and redirects are a fault of the configuration, 408, 429 and 5xx of
/// the moment: `unavailable`. Other 4xx: `rejected`, with the gateway's code and message. No answer
/// after the request was sent: `timed_out`.
[[nodiscard]] Result<engine::Receipt> judge(const HttpTransfer& transfer);

}  // namespace steward::notify
