// SPDX-License-Identifier: MIT
#include "steward/model/query.hpp"

namespace steward::model {

std::string quoted(std::string_view identifier) {
  std::string text = "\"";
  for (const char c : identifier) {
    if (c == '"') text += '"';
    text += c;
  }
  return text + '"';
}

std::string quoted(std::string_view schema, std::string_view name) {
  return quoted(schema) + "." + quoted(name);
}

}  // namespace steward::model
