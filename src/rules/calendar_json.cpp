// SPDX-License-Identifier: MIT
#include "steward/rules/calendar_json.hpp"

#include <algorithm>

#include "rules/calendar_check.hpp"
#include "rules/calendar_parts.hpp"
#include "rules/calendar_reader.hpp"
#include "rules/json_tree.hpp"

namespace steward::rules {
namespace {

/// What messages call a calendar that has no name.
constexpr const char* kNameless = "inline";

Error first_of(const Problems& problems) {
  const auto all = problems.sorted();
  const auto& first = *std::find_if(all.begin(), all.end(), [](const Problem& problem) {
    return problem.severity == Severity::error;
  });
  const auto& key = first.mark.file;
  return {ErrorCode::invalid_input, (key.empty() ? "" : key + ": ") + first.message +
                                        (first.hint.empty() ? "" : ": " + first.hint)};
}

}  // namespace

Result<calendar::Calendar> read_calendar_json(const json::object& calendar) {
  Problems problems;
  auto placed = read_calendar(tree_of(calendar), CalendarForm::json, problems);
  if (problems.has_errors()) return first_of(problems);
  if (placed.name.empty()) placed.name = kNameless;
  const auto definition = definition_of(own_parts(placed), placed.name, calendar::Zone());
  const auto compiled = compile_calendar(definition, placed, problems);
  if (!compiled) return first_of(problems);
  return *compiled;
}

}  // namespace steward::rules
