// SPDX-License-Identifier: MIT
// The forms of values in config/steward.yaml: addresses, numbers, places of servers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "steward/base/instant.hpp"

namespace steward::rules {

/// `name@host`, ASCII, nothing that could end a mail header or start a second recipient.
[[nodiscard]] bool is_email_address(std::string_view text);
/// `Name <name@host>`, or an address alone.
[[nodiscard]] bool is_mailbox(std::string_view text);
/// E.164: a plus, then 8 to 15 digits, the first not 0.
[[nodiscard]] bool is_phone_number(std::string_view text);
/// An address of this machine's own: 127.x.y.z or ::1.
[[nodiscard]] bool is_loopback_address(std::string_view text);

/// `scheme://host`, with an optional port and path. No user or password in it.
struct ServerUrl {
  std::string scheme;
  std::string host;  ///< of an IPv6 address without its brackets
  int port = 0;      ///< 0: the scheme's own
  std::string path;  ///< from the first slash on

  /// Whether the server is this machine: its own address, or `localhost`.
  [[nodiscard]] bool is_local() const;
};

/// Nothing when the text is no such URL, or names a user.
[[nodiscard]] std::optional<ServerUrl> parse_server_url(std::string_view text);

/// Whether a libpq connection string, or URI, holds a password.
[[nodiscard]] bool holds_password(std::string_view connection);

/// "200ms", or an elapsed time as rules write it.
[[nodiscard]] Result<Microseconds> parse_short_time(std::string_view text);

}  // namespace steward::rules
