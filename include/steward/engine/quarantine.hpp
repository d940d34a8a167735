// SPDX-License-Identifier: MIT
// Rules and subjects that cannot be judged: set aside with the reason, so that all else goes on,
// and tried again by and by.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "steward/base/instant.hpp"

namespace steward::engine {

/// What of a rule or a subject failed. What cannot be judged does not act either.
enum class Work { judging, firing };

struct Quarantined {
  std::string rule;
  std::string key;  ///< the subject's; "" for the rule as a whole
  Work work = Work::judging;
  std::string reason;  ///< a sentence without a full stop
  Instant since;
  int failures = 1;
  Instant tried_at;
  Instant retry_at;
  /// The first of the rule's schedule that could not be promised to the subject.
  std::optional<Instant> recurrence = std::nullopt;
  bool operator==(const Quarantined&) const = default;
};

/// Between the first failure and the next try; it doubles with each, up to the longest.
inline constexpr std::chrono::seconds kFirstRetry{10};
inline constexpr std::chrono::minutes kLongestRetry{10};
/// So long is it remembered how often a rule had failed that is set aside no more.
inline constexpr std::chrono::hours kFailuresRemembered{1};

/// `failed`, which says of whom, what and why, with its instants; `known` is what was known of it,
/// null for nothing; `failures` are those that are remembered where nothing is known.
[[nodiscard]] Quarantined after_failure(Quarantined failed, const Quarantined* known, int failures,
                                        Instant now);

}  // namespace steward::engine
