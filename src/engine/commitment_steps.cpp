// SPDX-License-Identifier: MIT
#include "engine/commitment_steps.hpp"

#include "steward/model/schedule.hpp"

namespace steward::engine {

std::vector<model::Step> steps_of(Transaction& transaction, const model::RuleSet& set,
                                  const model::Commitment& commitment) {
  const auto* rule = set.rule(commitment.rule);
  const bool is_todays = rule != nullptr && rule->revision == commitment.revision;
  return model::steps_for(commitment,
                          is_todays ? rule->steps : transaction.steps_of(commitment.revision));
}

}  // namespace steward::engine
