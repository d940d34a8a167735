// SPDX-License-Identifier: MIT
// Whom a level of a chain asks at an instant: its own, or out of hours the contact for that.
#pragma once

#include <vector>

#include "steward/model/rule.hpp"

namespace steward::engine {

/// Out of hours is outside the chain's calendar.
[[nodiscard]] const std::vector<model::Recipient>& recipients_of(const model::Level& level,
                                                                 const model::Chain& chain,
                                                                 const model::RuleSet& set,
                                                                 Instant at);

}  // namespace steward::engine
