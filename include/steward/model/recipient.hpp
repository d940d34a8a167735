// SPDX-License-Identifier: MIT
// Whom a step addresses, and on which channels: as a rule or chain names them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace steward::model {

enum class RecipientKind {
  assignee,  ///< whose commitment it is
  role,      ///< whoever holds the role, or is on duty for it
  person,    ///< one member of staff, by key
  address,   ///< a fixed address: the configured last resort
  record,    ///< whom an expression leads to, by its name in `Rule::asked`; only in `never`
};

struct Recipient {
  RecipientKind kind = RecipientKind::assignee;
  /// The role's name, the person's key, the address or the expression; "" for the assignee.
  std::string name;
  bool operator==(const Recipient&) const = default;
};

/// "assignee", "role:duty-officer", "person:12", "address:ops@skyport.example",
/// "record:about_staff": how it is stored.
[[nodiscard]] std::string to_string(const Recipient& recipient);
[[nodiscard]] std::optional<Recipient> parse_recipient(std::string_view text);

enum class Channel { email, sms };
[[nodiscard]] std::string_view to_string(Channel channel);
[[nodiscard]] std::optional<Channel> parse_channel(std::string_view text);

enum class Urgency { normal, urgent };
[[nodiscard]] std::string_view to_string(Urgency urgency);
[[nodiscard]] std::optional<Urgency> parse_urgency(std::string_view text);

}  // namespace steward::model
