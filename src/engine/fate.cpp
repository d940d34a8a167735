// SPDX-License-Identifier: MIT
#include "engine/fate.hpp"

namespace steward::engine {
namespace {

using model::Commitment;
using model::State;

/// Counted as a breach: not withdrawn, not found to have been in time, its due not put off.
bool stands_breached(const Commitment& commitment, Instant now) {
  if (!commitment.breached_at || commitment.recorded_late) return false;
  switch (commitment.state) {
    case State::breached:
      return !commitment.due || *commitment.due <= now;
    case State::kept:
      return commitment.due && commitment.stopped && *commitment.stopped > *commitment.due;
    default:
      return false;
  }
}

bool stands_breached(const std::optional<Commitment>& commitment, Instant now) {
  return commitment && stands_breached(*commitment, now);
}

bool is_moved(const Commitment& before, const Commitment& after) {
  return before.due != after.due || (!after.due && before.starts != after.starts);
}

bool has_other_people(const Commitment& before, const Commitment& after) {
  return before.assignee != after.assignee || before.assignee_role != after.assignee_role ||
         before.client != after.client;
}

void add_effects_on_new(const Commitment& after, std::vector<Effect>& effects) {
  if (!after.is_live()) {
    effects.push_back(Effect::done);
  } else {
    effects.push_back(after.historic ? Effect::historic : Effect::opened);
  }
}

void add_effects_on_live(const Commitment& before, const Commitment& after, const Turn& turn,
                         std::vector<Effect>& effects) {
  if (!after.is_live()) {
    effects.push_back(after.state == State::cancelled ? Effect::cancelled : Effect::closed);
    return;
  }
  if (is_moved(before, after)) effects.push_back(Effect::moved);
  if (has_other_people(before, after)) effects.push_back(Effect::reassigned);
  const bool is_older = turn.rule != nullptr && after.revision != turn.rule->revision;
  if (is_older && turn.has_other_timing) effects.push_back(Effect::frozen);
}

}  // namespace

std::vector<Effect> effects_of(const Fate& fate, const Turn& turn) {
  std::vector<Effect> effects;
  if (!fate.before) {
    add_effects_on_new(fate.judged, effects);
  } else if (fate.before->is_live()) {
    add_effects_on_live(*fate.before, fate.judged, turn, effects);
  } else if (fate.judged.is_live()) {
    effects.push_back(Effect::reopened);
    if (is_moved(*fate.before, fate.judged)) effects.push_back(Effect::moved);
  }
  // What was breached after `now` was read stands breached all the same.
  const bool is_later = fate.before && fate.before->breached_at > turn.now;
  const auto now = is_later ? *fate.before->breached_at : turn.now;
  const bool breached = stands_breached(fate.acted, now);
  const bool was_breached = stands_breached(fate.before, now);
  if (was_breached && !breached) effects.push_back(Effect::unbreached);
  if (!was_breached && breached && !stands_breached(fate.otherwise, now)) {
    effects.push_back(Effect::breaching);
  }
  return effects;
}

}  // namespace steward::engine
