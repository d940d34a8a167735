// SPDX-License-Identifier: MIT
// What must become of a promise of the chaos test, computed from the record's own instants alone.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "steward/base/instant.hpp"

namespace steward::test {

/// A rule of the chaos test as the oracle knows it: a reminder, the breach, and perhaps a chain.
struct ChaosRule {
  std::string name;
  int levels;  ///< of the chain that step 3 starts; 0: there is no step 3
};

inline constexpr std::chrono::milliseconds kChaosWithin{5000};
/// Of the reminder, before due.
inline constexpr std::chrono::milliseconds kChaosReminder{3000};
/// Of the chain, after due.
inline constexpr std::chrono::milliseconds kChaosChain{1000};

/// When a record was changed so that its promise ended. Nothing is changed in between, where the
/// outcome would depend on who is faster.
enum class Ended {
  never,
  before_steps,  ///< known before the instant of its first step
  after_steps,   ///< once every step and level had acted
};

/// What the record says in the end.
struct ChaosStory {
  Instant starts;
  std::optional<Instant> stop;
  bool asked = true;  ///< false: the record is gone, or asks for nothing any more
  Ended ended = Ended::never;
};

/// The instant of the first step.
[[nodiscard]] Instant first_step_of(Instant starts);

/// The state, every outcome and every entry in the breach log, as one line. An outcome that was
/// collapsed counts as sent.
[[nodiscard]] std::string verdict(const ChaosRule& rule, const ChaosStory& story);

/// One line of the same form, of what was found. Levels have no instant of their own: they count
/// from when the level before them acted.
struct ChaosFinding {
  std::string state;
  bool recorded_late = false;
  Instant due;
  struct Step {
    std::string id;
    std::string kind;
    Instant at;
  };
  std::vector<Step> steps;           ///< by id
  std::vector<std::string> entries;  ///< in order
};
[[nodiscard]] std::string to_line(const ChaosFinding& finding);

}  // namespace steward::test
