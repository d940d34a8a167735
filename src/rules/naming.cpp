// SPDX-License-Identifier: MIT
#include "rules/naming.hpp"

#include <algorithm>
#include <array>

#include "steward/base/text.hpp"

namespace steward::rules {
namespace {

// CEL keeps these for itself or for later.
constexpr std::array<std::string_view, 20> kReserved = {
    "as", "break", "const", "continue",  "else", "false",   "for",    "function", "if",  "import",
    "in", "let",   "loop",  "namespace", "null", "package", "return", "true",     "var", "while"};

}  // namespace

bool is_expression_name(std::string_view name) {
  const bool right_letters =
      !name.empty() && !is_digit(name.front()) && std::all_of(name.begin(), name.end(), [](char c) {
        return is_letter(c) || is_digit(c) || c == '_';
      });
  return right_letters && std::find(kReserved.begin(), kReserved.end(), name) == kReserved.end();
}

}  // namespace steward::rules
