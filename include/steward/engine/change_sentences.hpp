// SPDX-License-Identifier: MIT
// What a new rule set does to open promises, in sentences for the log and `steward rules log`.
#pragma once

#include <string>
#include <vector>

#include "steward/model/rule.hpp"
#include "steward/model/rule_load.hpp"

namespace steward::engine {

/// One for each rule and each other file that differs, rules first: "priority-follow-up: 38 open
/// promises keep 48h until they close; new ones get 36h". `before` may be null: nothing ran. `open`
/// are the live commitments when `after` came into force.
[[nodiscard]] std::vector<std::string> change_sentences(
    const model::RuleSet* before, const model::RuleSet& after,
    const std::vector<model::OpenPromises>& open);

}  // namespace steward::engine
