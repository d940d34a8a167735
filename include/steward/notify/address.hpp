// SPDX-License-Identifier: MIT
// Addresses that are safe to hand to a mail server or a gateway.
#pragma once

#include <string>
#include <string_view>

#include "steward/base/error.hpp"

namespace steward::notify {

/// A name (may be empty) and an email address.
struct Mailbox {
  std::string name;
  std::string address;
  bool operator==(const Mailbox&) const = default;
};

/// Stricter than RFC 5321 on purpose: `local@domain` in ASCII, a dot-atom before the @ (at most 64
/// characters), host-name labels after it, 254 characters in all; no quotes, comments, routes or
/// address literals. Errors: `rejected`.
[[nodiscard]] Result<> check_email_address(std::string_view address);

/// E.164: a plus sign and 7 to 15 digits, the first of which is not 0. Errors: `rejected`.
[[nodiscard]] Result<> check_phone_number(std::string_view number);

/// Refuses control characters (line breaks, NUL), by which a header could be smuggled into a
/// message, and bytes that are not UTF-8. `what` names the text in the error: "the subject".
/// Errors: `rejected`.
[[nodiscard]] Result<> check_header_text(std::string_view what, std::string_view text);

/// A message id without angle brackets: printable ASCII, one @ within, at most 200 characters.
/// Errors: `rejected`.
[[nodiscard]] Result<> check_message_id(std::string_view id);

/// Reads "Skyport <steward@skyport.example>", "\"Skyport, Inc.\" <…>" or a bare address.
/// Errors: `rejected`.
[[nodiscard]] Result<Mailbox> parse_mailbox(std::string_view text);

}  // namespace steward::notify
