// SPDX-License-Identifier: MIT
#include "app/watched_clock.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace steward::app {

std::string how_far_ahead(Microseconds host_ahead) {
  return to_words(host_ahead) + (host_ahead < Microseconds(0) ? " behind" : " ahead of");
}

Result<Instant> WatchedClock::now(TimeSource& server) {
  ClockReading reading;
  reading.before = host_.read().passed;
  const auto shown = server.now();
  if (!shown) return shown.error();
  const auto host = host_.read();
  reading.server = *shown;
  reading.host = host.shown;
  reading.awake = host.awake;
  reading.after = host.passed;

  const std::lock_guard lock(mutex_);
  const auto news = watch_.look(reading);
  host_ahead_ = watch_.host_ahead().count();
  differs_ = watch_.differs();
  say(news);
  if (news.jump) to_note_ = news.jump;
  if (to_note_) {
    if (const auto noted = note_(*to_note_); !noted) return noted.error();
    to_note_.reset();
  }
  return *shown;
}

void WatchedClock::say(const ClockNews& news) const {
  if (news.slept) spdlog::info("this host slept for {}", to_words(*news.slept));
  if (news.jump) {
    spdlog::warn("the server's clock jumped {}: the breaches of the next 24 h say so",
                 to_words(*news.jump));
  }
  if (!news.differs) return;
  if (*news.differs) {
    spdlog::warn("this host's clock is {} the database server's, which counts: set it right",
                 how_far_ahead(watch_.host_ahead()));
  } else {
    spdlog::info("this host's clock agrees with the database server's again");
  }
}

}  // namespace steward::app
