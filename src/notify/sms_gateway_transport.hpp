// SPDX-License-Identifier: MIT
// SMS by an HTTP gateway in the form of Twilio's Messages API.
#pragma once

#include <string>

#include "notify/curl_handle.hpp"
#include "steward/engine/transport.hpp"

namespace steward::notify {

struct SmsGatewaySettings {
  std::string url;
  UrlParts parts;
  std::string from;  ///< E.164
  std::string account;
  std::string token;
  Timeouts timeouts;
};

/// The receipt is the provider's id. The provider knows no idempotency key, so a message that
/// `timed_out` and is sent again may arrive twice.
class SmsGatewayTransport final : public engine::Transport {
 public:
  explicit SmsGatewayTransport(SmsGatewaySettings settings) : settings_(std::move(settings)) {}
  [[nodiscard]] Result<engine::Receipt> send(const model::OutgoingMessage& message) override;

 private:
  SmsGatewaySettings settings_;
  CurlPool pool_;
};

}  // namespace steward::notify
