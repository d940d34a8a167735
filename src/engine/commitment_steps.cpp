// SPDX-License-Identifier: MIT
#include "engine/commitment_steps.hpp"

#include "steward/model/schedule.hpp"

namespace steward::engine {

std::vector<model::Step> steps_of(Transaction& transaction, const model::RuleSet& set,
                                  const std::string& rule, const std::string& revision) {
  const auto* todays = set.rule(rule);
  const bool is_todays = todays != nullptr && todays->revision == revision;
  return is_todays ? todays->steps : transaction.steps_of(revision);
}

std::vector<model::Step> steps_of(Transaction& transaction, const model::RuleSet& set,
                                  const model::Commitment& commitment) {
  return model::steps_for(commitment,
                          steps_of(transaction, set, commitment.rule, commitment.revision));
}

}  // namespace steward::engine
