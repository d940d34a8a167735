// SPDX-License-Identifier: MIT
// `steward ack`: somebody takes a promise.
#include <fmt/format.h>

#include <cstdio>

#include "app/commands.hpp"
#include "app/exit_code.hpp"
#include "app/opening.hpp"
#include "steward/engine/answers.hpp"

namespace steward::app {
namespace {

std::string at(Instant instant, const calendar::Zone& zone, Instant now) {
  const bool today = zone.to_local(instant).date == zone.to_local(now).date;
  return today ? "at " + calendar::format_time(instant, zone)
               : "on " + calendar::format_when(instant, zone, now);
}

std::string sentence(const engine::Acknowledged& done, const calendar::Zone& zone, Instant now) {
  const auto yours = fmt::format("{} is yours, {}.", done.commitment.reference, done.person);
  if (!done.level) return yours + " Nobody was being asked.\n";
  if (!done.before) return yours + " Nobody else would have been asked.\n";
  return fmt::format("{} Level {} would have been asked {}; it will not be.\n", yours,
                     *done.level + 1, at(*done.before, zone, now));
}

}  // namespace

int run(const AckCommand& command, const std::filesystem::path& config) {
  const auto installation = open_installation(config);
  if (!installation) return fail(installation.error());
  if (const auto ready = require_schema(**installation); !ready) return fail(ready.error());
  Problems problems;
  const auto set = (*installation)->load(problems);
  if (!set) return fail(set.error());
  if (!*set) {
    return fail(Error(ErrorCode::invalid_input,
                      "the files have errors, so nobody knows who is who: see 'steward check'"));
  }
  const auto now = (*installation)->clock().now();
  if (!now) return fail(now.error());
  const auto done = engine::acknowledge((*installation)->store(), (*set)->people, command.reference,
                                        command.person, *now);
  if (!done) return fail(done.error());
  fmt::print("{}", sentence(*done, (*set)->zone, *now));
  return kDone;
}

}  // namespace steward::app
