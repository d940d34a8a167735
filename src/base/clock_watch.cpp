// SPDX-License-Identifier: MIT
#include "steward/base/clock_watch.hpp"

#include <fmt/format.h>

namespace steward {
namespace {

/// The jump between two readings, if the time between them cannot explain what the server's clock
/// did.
std::optional<ClockJump> jump_between(const ClockReading& last, const ClockReading& next) {
  const Microseconds shown = next.server - last.server;
  const Microseconds most = next.after - last.before;
  const Microseconds least = next.before - last.after;
  const bool jumped =
      shown > most + ClockWatch::kTolerance || shown < least - ClockWatch::kTolerance;
  if (!jumped) return std::nullopt;
  const auto by = shown - (most + least) / 2;
  return ClockJump{next.server, std::chrono::round<std::chrono::seconds>(by)};
}

}  // namespace

std::string to_words(const ClockJump& jump) {
  return fmt::format("{} by {} at {}", jump.by < Microseconds(0) ? "back" : "forward",
                     to_words(jump.by), to_rfc3339(jump.at));
}

ClockNews ClockWatch::look(const ClockReading& reading) {
  ClockNews news;
  const auto took = reading.after - reading.before;
  host_ahead_ = reading.host - reading.server - took / 2;
  const bool differs = std::chrono::abs(host_ahead_) > kTolerance + took / 2;
  if (differs != differs_) news.differs = differs;
  differs_ = differs;
  if (!last_) {
    last_ = reading;
    return news;
  }
  if (reading.before < last_->after) return news;
  news.jump = jump_between(*last_, reading);
  const auto asleep = (reading.after - reading.awake) - (last_->after - last_->awake);
  if (asleep > kTolerance) news.slept = asleep;
  last_ = reading;
  return news;
}

}  // namespace steward
