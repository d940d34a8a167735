// SPDX-License-Identifier: MIT
#include "engine/level_recipients.hpp"

namespace steward::engine {

const std::vector<model::Recipient>& recipients_of(const model::Level& level,
                                                   const model::Chain& chain,
                                                   const model::RuleSet& set, Instant at) {
  const auto calendar = set.calendars.find(chain.calendar);
  const bool closed = calendar != set.calendars.end() && !calendar->second.is_open(at);
  return closed && !level.out_of_hours.empty() ? level.out_of_hours : level.notify;
}

}  // namespace steward::engine
