// SPDX-License-Identifier: MIT
// The transport that a channel's settings ask for.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "steward/base/error.hpp"
#include "steward/engine/transport.hpp"

namespace steward::notify {

/// Where email goes. Secrets are plain here: never log this.
struct EmailChannel {
  std::string url;       ///< smtp://host:port, smtps://host, or maildir:PATH
  std::string from;      ///< "Skyport <steward@skyport.example>"
  std::string username;  ///< "" for none
  std::string password;
  bool starttls = true;  ///< demanded with smtp:// except on loopback
  std::chrono::milliseconds connect_timeout = std::chrono::seconds(10);
  std::chrono::milliseconds total_timeout = std::chrono::seconds(30);
};

/// Where SMS go. Secrets are plain here: never log this.
struct SmsChannel {
  std::string url;      ///< the Messages resource of a Twilio-compatible gateway, or file:PATH
  std::string from;     ///< the sending number, E.164; not needed with file:
  std::string account;  ///< account SID: the user of basic authentication
  std::string token;
  std::chrono::milliseconds connect_timeout = std::chrono::seconds(10);
  std::chrono::milliseconds total_timeout = std::chrono::seconds(30);
};

/// Contacts nobody yet. Errors: `invalid_input` when the settings cannot work or would send a
/// password unencrypted; no error has a secret in it.
[[nodiscard]] Result<std::unique_ptr<engine::Transport>> make_email_transport(
    const EmailChannel& channel);
[[nodiscard]] Result<std::unique_ptr<engine::Transport>> make_sms_transport(
    const SmsChannel& channel);

}  // namespace steward::notify
