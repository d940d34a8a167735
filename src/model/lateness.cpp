// SPDX-License-Identifier: MIT
#include "steward/model/lateness.hpp"

#include <algorithm>

namespace steward::model {

LatenessSplit split(const Lateness& lateness, Instant until) {
  LatenessSplit split;
  auto reached = lateness.due;
  const auto give = [&](Microseconds& part, Instant to) {
    const auto end = std::min(to, until);
    if (end <= reached) return;
    part += end - reached;
    reached = end;
  };
  if (lateness.changed_at) give(split.organisation, *lateness.changed_at);
  if (lateness.known_at) give(split.detection, *lateness.known_at);
  give(split.firing, lateness.noticed_at);
  if (lateness.handed_over_at) {
    give(split.queue, *lateness.handed_over_at);
    give(split.provider, lateness.accepted_at.value_or(until));
  }
  give(split.organisation, until);
  return split;
}

}  // namespace steward::model
