// SPDX-License-Identifier: MIT
#include "steward/base/problem_json.hpp"

namespace steward {

json::object to_json(const Problems& problems) {
  json::array all;
  for (const auto& [severity, mark, message, hint] : problems.sorted()) {
    all.push_back({{"file", mark.file},
                   {"line", mark.line},
                   {"column", mark.column},
                   {"length", mark.length},
                   {"severity", severity == Severity::error ? "error" : "warning"},
                   {"message", message},
                   {"hint", hint}});
  }
  return {{"errors", problems.error_count()},
          {"warnings", problems.warning_count()},
          {"problems", std::move(all)}};
}

}  // namespace steward
