// SPDX-License-Identifier: MIT
#include "steward/model/recipient.hpp"

#include <array>
#include <utility>

namespace steward::model {
namespace {

constexpr std::array<std::pair<RecipientKind, std::string_view>, 4> kPrefixes = {{
    {RecipientKind::role, "role:"},
    {RecipientKind::person, "person:"},
    {RecipientKind::address, "address:"},
    {RecipientKind::record, "record:"},
}};

}  // namespace

std::string to_string(const Recipient& recipient) {
  for (const auto& [kind, prefix] : kPrefixes) {
    if (kind == recipient.kind) return std::string(prefix) + recipient.name;
  }
  return "assignee";
}

std::optional<Recipient> parse_recipient(std::string_view text) {
  if (text == "assignee") return Recipient{};
  for (const auto& [kind, prefix] : kPrefixes) {
    if (text.size() > prefix.size() && text.substr(0, prefix.size()) == prefix) {
      return Recipient{kind, std::string(text.substr(prefix.size()))};
    }
  }
  return std::nullopt;
}

std::string_view to_string(Channel channel) {
  return channel == Channel::email ? "email" : "sms";
}

std::optional<Channel> parse_channel(std::string_view text) {
  if (text == "email") return Channel::email;
  if (text == "sms") return Channel::sms;
  return std::nullopt;
}

std::string_view to_string(Urgency urgency) {
  return urgency == Urgency::urgent ? "urgent" : "normal";
}

std::optional<Urgency> parse_urgency(std::string_view text) {
  if (text == "normal") return Urgency::normal;
  if (text == "urgent") return Urgency::urgent;
  return std::nullopt;
}

}  // namespace steward::model
