// SPDX-License-Identifier: MIT
// Which keys an escalation chain may have, and what each must look like.
#pragma once

#include <optional>
#include <vector>

#include "rules/placed_rule.hpp"
#include "rules/yaml_node.hpp"
#include "steward/model/chain.hpp"

namespace steward::rules {

struct PlacedChain {
  model::Chain chain;  ///< its name is "" when it has none, or a wrong one
  std::optional<PlacedText> calendar;
  std::vector<Wording> wordings;  ///< of each level
};

/// All chains of one file.
[[nodiscard]] std::vector<PlacedChain> read_chains(const YamlNode& file, Problems& problems);

}  // namespace steward::rules
