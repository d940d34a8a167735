// SPDX-License-Identifier: MIT
// Rows to be written, as one JSON parameter for `jsonb_to_recordset`: any number in one statement.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "steward/base/instant.hpp"
#include "steward/base/json.hpp"
#include "store/timestamptz.hpp"

namespace steward::store {

/// For a column `timestamptz` of the recordset.
[[nodiscard]] inline json::value to_json(Instant instant) {
  return json::string(to_timestamptz(instant));
}
[[nodiscard]] inline json::value to_json(const std::optional<Instant>& instant) {
  if (!instant) return nullptr;
  return to_json(*instant);
}
/// Null for "".
[[nodiscard]] inline json::value unless_empty(const std::string& text) {
  if (text.empty()) return nullptr;
  return json::string(text);
}

/// One object for each item, as `make` answers it.
template <class Items, class Make>
[[nodiscard]] std::string json_rows(const Items& items, Make make) {
  json::array rows;
  for (const auto& item : items) rows.push_back(json::object(make(item)));
  return json::serialize(rows);
}

}  // namespace steward::store
