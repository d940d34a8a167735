// SPDX-License-Identifier: MIT
#include "app/pause.hpp"

#include <algorithm>

namespace steward::app {
namespace {

using Duration = Pause::Duration;

/// For the other daemon that has what is due in its hands.
constexpr std::chrono::milliseconds kElsewhere{50};

}  // namespace

Duration until(Instant instant, Instant now) {
  if (instant <= now) return Duration::zero();
  return std::min<Duration>(instant - now, kLongestPause);
}

Result<Pause> after_firing(bool worked, Instant now, const Result<std::optional<Instant>>& next,
                           Duration took) {
  if (!next) {
    // The next round meets the fault.
    if (worked) return Pause{Duration::zero(), worked};
    return next.error();
  }
  if (!*next) return Pause{kLongestPause, worked};
  if (**next > now) {
    // The work took its time: the next instant is that much nearer.
    return Pause{std::max(until(**next, now) - took, Duration::zero()), worked};
  }
  // What came while this was at work is next; what it could not claim is in another daemon's hands.
  Pause again{worked ? Duration::zero() : Duration(kElsewhere), worked};
  again.elsewhere = !worked;
  return again;
}

}  // namespace steward::app
