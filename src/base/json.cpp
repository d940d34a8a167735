// SPDX-License-Identifier: MIT
#include "steward/base/json.hpp"

#include <fmt/format.h>

namespace steward {

Result<json::value> parse_json(std::string_view text) {
  json::stream_parser parser;
  json::error_code failed;
  const auto read = parser.write_some(text.data(), text.size(), failed);
  if (!failed && read < text.size()) failed = json::error::extra_data;
  if (!failed) parser.finish(failed);
  if (failed) {
    return Error(ErrorCode::invalid_input,
                 fmt::format("not JSON at character {}: {}", read + 1, failed.message()));
  }
  return parser.release();
}

std::string_view text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr || !value->is_string()) return {};
  const auto& text = value->get_string();
  return {text.data(), text.size()};
}

}  // namespace steward
