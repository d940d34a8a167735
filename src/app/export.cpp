// SPDX-License-Identifier: MIT
#include "app/export.hpp"

namespace steward::app {

std::string csv_record(const std::vector<std::string>& fields) {
  std::string record;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) record += ',';
    if (fields[i].find_first_of(",\"\r\n") == std::string::npos) {
      record += fields[i];
      continue;
    }
    record += '"';
    for (const char c : fields[i]) {
      if (c == '"') record += '"';
      record += c;
    }
    record += '"';
  }
  return record + "\r\n";
}

std::string json_lines(const json::array& elements) {
  std::string text = "[";
  for (std::size_t i = 0; i < elements.size(); ++i) {
    text += (i == 0 ? "\n" : ",\n") + json::serialize(elements[i]);
  }
  return text + (elements.empty() ? "]\n" : "\n]\n");
}

std::string csv_instant(const std::optional<Instant>& instant) {
  return instant ? to_rfc3339(*instant) : std::string();
}

json::value json_instant(const std::optional<Instant>& instant) {
  if (!instant) return nullptr;
  return json::string(to_rfc3339(*instant));
}

json::value json_text(const std::string& text) {
  if (text.empty()) return nullptr;
  return json::string(text);
}

}  // namespace steward::app
