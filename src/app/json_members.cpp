// SPDX-License-Identifier: MIT
#include "app/json_members.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "steward/base/problem.hpp"

namespace steward::app {
Result<> require_known_keys(const json::object& object, const std::vector<std::string>& keys) {
  for (const auto& member : object) {
    const std::string key(member.key());
    if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
    return invalid_input(fmt::format("unknown key '{}': {}", key, spelling_hint(key, keys)));
  }
  return {};
}

Result<std::optional<std::string_view>> optional_text(const json::object& object,
                                                      std::string_view key) {
  const auto* const value = object.if_contains(key);
  if (value == nullptr || value->is_null()) return std::optional<std::string_view>();
  if (!value->is_string()) return invalid_input(fmt::format("{}: expected a text", key));
  return std::optional<std::string_view>(text_of(object, key));
}

Result<std::string_view> required_text(const json::object& object, std::string_view key) {
  const auto text = optional_text(object, key);
  if (!text) return text.error();
  if (!*text) return invalid_input(fmt::format("{}: is missing", key));
  return **text;
}

Error in_key(std::string_view key, const Error& error) {
  return {error.code(), fmt::format("{}: {}", key, error.message())};
}

}  // namespace steward::app
