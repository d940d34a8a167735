// SPDX-License-Identifier: MIT
#include "rules/name_list.hpp"

#include <fmt/format.h>

#include <vector>

#include "rules/yaml_node.hpp"

namespace steward::rules {

bool NameList::add(const std::string& name, const SourceMark& mark, Problems& problems) {
  const auto [first, is_new] = places_.emplace(name, mark);
  if (is_new) return true;
  const auto& place = first->second;
  problems.error(mark, fmt::format("a second {} '{}'", kind_, name),
                 place.line == 0 ? fmt::format("'{}' is built in", name)
                                 : fmt::format("the first is in {}:{}", place.file, place.line));
  return false;
}

bool NameList::check(const PlacedText& reference, Problems& problems) const {
  const std::string name(trimmed(reference.text()));
  if (open_ || places_.count(name) > 0) return true;
  std::vector<std::string> names;
  for (const auto& [known, mark] : places_) names.push_back(known);
  problems.error(
      reference.mark(), fmt::format("unknown {} '{}'", kind_, name),
      names.empty() ? fmt::format("there is no {} at all", kind_) : spelling_hint(name, names));
  return false;
}

}  // namespace steward::rules
