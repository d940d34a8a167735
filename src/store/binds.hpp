// SPDX-License-Identifier: MIT
// Our values as binds. All take them by value, so that they win over std::bind, which the compiler
// finds for arguments of std's types.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "steward/base/instant.hpp"
#include "steward/model/query.hpp"
#include "store/timestamptz.hpp"

namespace steward::store {

/// For `:name::timestamptz`.
[[nodiscard]] inline model::Bind bind(Instant instant) {
  return to_timestamptz(instant);
}

[[nodiscard]] inline model::Bind bind(std::optional<Instant> instant) {
  if (!instant) return nullptr;
  return to_timestamptz(*instant);
}

[[nodiscard]] inline model::Bind bind(std::optional<std::string> text) {
  if (!text) return nullptr;
  return *std::move(text);
}

/// Null for "".
[[nodiscard]] inline model::Bind bind_unless_empty(const std::string& text) {
  if (text.empty()) return nullptr;
  return text;
}

/// As texts: cast them where they are used, `unnest(:ids::bigint[])`.
[[nodiscard]] inline model::Bind bind(std::vector<std::int64_t> numbers) {
  std::vector<std::string> texts;
  texts.reserve(numbers.size());
  for (const std::int64_t number : numbers) texts.push_back(std::to_string(number));
  return texts;
}

/// The statement with a number in place of `:limit::bigint`.
[[nodiscard]] inline std::string limited(std::string_view sql, std::size_t limit) {
  constexpr std::string_view kLimit = ":limit::bigint";
  std::string text(sql);
  return text.replace(text.find(kLimit), kLimit.size(), std::to_string(limit));
}

}  // namespace steward::store
