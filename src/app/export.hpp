// SPDX-License-Identifier: MIT
// Lists for other programs: CSV and JSON, instants in UTC.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "steward/base/instant.hpp"
#include "steward/base/json.hpp"

namespace steward::app {

enum class Format { table, csv, json };

/// One record of RFC 4180, with its line end: CRLF.
[[nodiscard]] std::string csv_record(const std::vector<std::string>& fields);

/// A JSON array, an element a line.
[[nodiscard]] std::string json_lines(const json::array& elements);

/// RFC 3339, "" for none.
[[nodiscard]] std::string csv_instant(const std::optional<Instant>& instant);
/// RFC 3339, null for none.
[[nodiscard]] json::value json_instant(const std::optional<Instant>& instant);
/// Null for "".
[[nodiscard]] json::value json_text(const std::string& text);

}  // namespace steward::app
