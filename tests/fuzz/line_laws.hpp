// SPDX-License-Identifier: MIT
// What holds for every answer of JSON Lines.
#pragma once

#include <string>

#include "laws.hpp"
#include "steward/base/json.hpp"

namespace steward::fuzz {

/// One object on one line that others can read, with exactly one of result, seconds and error.
inline void check_answer(const json::object& answer) {
  const std::string written = json::serialize(answer);
  const auto about = written.substr(0, 1000);
  const bool is_one =
      answer.size() == 1 &&
      (answer.contains("result") || answer.contains("seconds") || answer.contains("error"));
  law(is_one, "an answer has exactly one of result, seconds and error", about);
  law(written.find('\n') == std::string::npos, "an answer is one line", about);
  law(parse_json(written).has_value(), "an answer is JSON", about);
  const auto* const error = answer.if_contains("error");
  law(error == nullptr || (error->is_string() && !error->get_string().empty()),
      "an error says what is wrong", about);
}

}  // namespace steward::fuzz
