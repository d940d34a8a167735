// SPDX-License-Identifier: MIT
// Email by SMTP.
#pragma once

#include <string>

#include "notify/curl_handle.hpp"
#include "steward/engine/transport.hpp"
#include "steward/notify/address.hpp"

namespace steward::notify {

struct SmtpSettings {
  std::string url;
  UrlParts parts;
  Mailbox from;
  std::string username;
  std::string password;
  bool demand_tls = true;
  Timeouts timeouts;
};

/// A connection serves many messages; as many are open as threads send at once.
class SmtpTransport final : public engine::Transport {
 public:
  explicit SmtpTransport(SmtpSettings settings) : settings_(std::move(settings)) {}
  [[nodiscard]] Result<engine::Receipt> send(const model::OutgoingMessage& message) override;

 private:
  SmtpSettings settings_;
  CurlPool pool_;
};

}  // namespace steward::notify
