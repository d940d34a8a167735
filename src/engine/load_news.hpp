// SPDX-License-Identifier: MIT
// Tells those who answer for rules that a set was not taken: once, however many daemons read it.
#pragma once

#include <string>
#include <vector>

#include "steward/engine/rule_loading.hpp"

namespace steward::engine {

/// Writes the mails about a load that was staged or failed, unless the same was told of before: to
/// the holders of `owners` and the admins; where none of them can be reached, to the last resort.
/// `running` is the last good set, by which people are found; null: only addresses are.
void tell(Transaction& transaction, const LoadSettings& settings, const model::RuleSet* running,
          const model::RuleLoad& load, const std::vector<std::string>& owners);

/// The roles that own the rules of a file, in the last good set.
[[nodiscard]] std::vector<std::string> owners_of_file(const model::RuleSet* running,
                                                      const std::string& file);

}  // namespace steward::engine
