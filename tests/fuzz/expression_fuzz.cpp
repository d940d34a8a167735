// SPDX-License-Identifier: MIT
// An expression over facts that have a value of each type, relations to one and to many.
#include <algorithm>
#include <cstdint>

#include "laws.hpp"
#include "steward/rules/evaluation.hpp"

namespace steward::fuzz {
namespace {

const rules::Facts& facts() {
  static const auto made = [] {
    const auto object = parse_json(
        R"({"n": 1, "x": 1.5, "b": true, "t": "text", "z": null, "l": [1, 2], "w": ["a", "b"],
            "one": {"n": 2, "t": "other"}, "many": [{"n": 3, "t": "a"}, {"n": 4, "t": null}]})");
    return rules::Facts::from(object->as_object()).value();
  }();
  return made;
}

void compile(const std::string& expression) {
  Problems problems;
  const auto query = rules::compile_for_facts(expression, facts(), problems);
  law(query.has_value() != problems.has_errors(), "an expression is compiled or refused",
      problems.render_all());
  for (const auto& problem : problems.sorted()) {
    law(!problem.message.empty() && problem.message.find('\n') == std::string::npos,
        "a mistake is said in one line", problem.message);
    law(problem.mark.line >= 0 && problem.mark.column >= 0 && problem.mark.length >= 1,
        "a mistake has a place", problem.message);
  }
  if (!query) return;
  law(query->sql.size() <= 4096 + 512 * expression.size(), "SQL grows with the expression",
      fmt::format("{} bytes of {}", query->sql.size(), expression.size()));
  law(query->sql.find('\0') == std::string::npos, "SQL is text", expression);
}

}  // namespace
}  // namespace steward::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  steward::fuzz::compile(std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
