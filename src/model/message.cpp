// SPDX-License-Identifier: MIT
#include "steward/model/message.hpp"

#include <array>
#include <utility>

namespace steward::model {
namespace {

constexpr std::array<std::pair<Purpose, std::string_view>, 7> kPurposes = {{
    {Purpose::reminder, "reminder"},
    {Purpose::breach, "breach"},
    {Purpose::escalation, "escalation"},
    {Purpose::announcement, "announcement"},
    {Purpose::all_clear, "all_clear"},
    {Purpose::undeliverable, "undeliverable"},
    {Purpose::test, "test"},
}};

}  // namespace

std::string_view to_string(Purpose purpose) {
  for (const auto& [value, text] : kPurposes) {
    if (value == purpose) return text;
  }
  return "reminder";
}

std::optional<Purpose> parse_purpose(std::string_view wanted) {
  for (const auto& [value, text] : kPurposes) {
    if (text == wanted) return value;
  }
  return std::nullopt;
}

}  // namespace steward::model
