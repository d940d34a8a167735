// SPDX-License-Identifier: MIT
#include "steward/model/escalation.hpp"

#include <fmt/format.h>

namespace steward::model {

Escalation after_level(const Escalation& escalation, const Chain& chain, Instant now) {
  auto after = escalation;
  ++after.level;
  const auto next = static_cast<std::size_t>(after.level);
  after.next_at.reset();
  if (next < chain.levels.size()) after.next_at = now + chain.levels[next].wait;
  return after;
}

Escalation after_acknowledgement(const Escalation& escalation, const std::string& person,
                                 Instant now) {
  auto after = escalation;
  after.acknowledged_by = person;
  after.acknowledged_at = now;
  after.next_at.reset();
  return after;
}

std::optional<Outcome> level_to_come(const Escalation& escalation, OutcomeKind kind, Instant now) {
  if (!escalation.next_at) return std::nullopt;
  Outcome outcome;
  outcome.commitment = escalation.commitment;
  outcome.step = level_id(escalation, escalation.level + 1);
  outcome.kind = kind;
  outcome.at = *escalation.next_at;
  outcome.acted_at = now;
  return outcome;
}

std::string level_id(const Escalation& escalation, int level) {
  return fmt::format("{}/{}", escalation.step, level);
}

}  // namespace steward::model
