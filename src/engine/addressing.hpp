// SPDX-License-Identifier: MIT
// Decides for one notice who is told on which channels, and names why everybody else is not.
#pragma once

#include <vector>

#include "steward/engine/dispatcher.hpp"

namespace steward::engine {

/// One person on one channel: to be sent, or suppressed for a reason.
struct Addressed {
  model::Addressee addressee;
  model::Task task;  ///< without ids; `reason` is set when it is not to be sent
};

struct Addressing {
  std::vector<Addressed> all;
  /// Those who should have been told and could not be, when somebody else is told instead.
  std::vector<std::pair<std::string, model::Suppression>> instead_of;
};

/// Who stands behind the notice at `now`. When nobody of them can be reached, the next who can:
/// up the rule's chain, then the rule's owner, then the last resort.
[[nodiscard]] Addressing address(const model::Notice& notice, const Background& background,
                                 const model::RuleSet& set, const model::Roster& roster,
                                 const DispatchSettings& settings, Instant now);

/// Marks the step of a notice that goes to somebody else because its own could not be delivered.
inline constexpr char kInstead = '!';
/// So often is a step passed on to somebody else.
inline constexpr int kMostInstead = 5;

}  // namespace steward::engine
