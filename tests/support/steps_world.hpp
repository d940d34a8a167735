// SPDX-License-Identifier: MIT
// The rules of tests/data/steps with their templates, on the reference CRM.
#pragma once

#include "paths.hpp"
#include "support/skyport.hpp"
#include "support/world.hpp"

namespace steward::test {

inline WorldFiles steps_files() {
  const std::filesystem::path root = STEWARD_SOURCE_DIR;
  auto files = WorldFiles::reference();
  files.rules.rules = {root / "tests/data/steps/rules.yaml"};
  files.rules.chains.clear();
  files.rules.templates = {root / "tests/data/steps/templates"};
  return files;
}

/// "step kind" of each outcome of a rule's promises, in order.
inline std::vector<std::string> outcomes(World& world, const std::string& rule) {
  std::vector<std::string> lines;
  for (const auto& row : world.database().rows(
           "select o.step || ' ' || o.kind from steward.outcome o join steward.commitment c on "
           "c.id = o.commitment where c.rule = '" +
           rule + "' order by o.at, o.commitment, o.step")) {
    lines.push_back(row.front());
  }
  return lines;
}

}  // namespace steward::test
