// SPDX-License-Identifier: MIT
// How long a loop rests after a piece of work.
#pragma once

#include <chrono>
#include <optional>

#include "steward/base/error.hpp"
#include "steward/base/instant.hpp"

namespace steward::app {

/// What a piece of work says of when to do the next.
struct Pause {
  using Duration = std::chrono::steady_clock::duration;

  Duration length{0};      ///< zero: there is more to do now
  bool worked = false;     ///< it did something: wake who comes after
  bool asked = true;       ///< the database was asked, and answered
  bool elsewhere = false;  ///< what there is to do is in other hands

  friend bool operator==(const Pause&, const Pause&) = default;
};

/// Nothing sleeps longer, though nobody wakes it.
inline constexpr std::chrono::seconds kLongestPause{60};

/// Nothing to do while no rules run: the database was not even asked.
[[nodiscard]] inline Pause no_rules(Pause::Duration length) {
  return {length, false, false};
}

/// From now to an instant: not negative, and never more than the longest pause.
[[nodiscard]] Pause::Duration until(Instant instant, Instant now);

/// After what was due by `now` had its turn, `worked` of it, and is committed; `next` is what was
/// found to be due next, and `took` the time since `now` was asked for. What could not be found out
/// is an error only if nothing acted: who comes after firing is woken all the same.
[[nodiscard]] Result<Pause> after_firing(bool worked, Instant now,
                                         const Result<std::optional<Instant>>& next,
                                         Pause::Duration took);

}  // namespace steward::app
