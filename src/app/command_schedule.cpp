// SPDX-License-Identifier: MIT
// `steward schedule --jsonl`: when recurrences occur.
#include <unistd.h>

#include "app/commands.hpp"
#include "app/exit_code.hpp"
#include "app/json_lines.hpp"
#include "app/schedule_lines.hpp"

namespace steward::app {

int run(const ScheduleCommand&, const std::filesystem::path&) {
  const auto done = answer_json_lines(STDIN_FILENO, STDOUT_FILENO, answer_schedule_line);
  return done ? kDone : fail(done.error());
}

}  // namespace steward::app
