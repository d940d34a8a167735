// SPDX-License-Identifier: MIT
// What `steward` does with the words on its command line.
#pragma once

namespace steward::app {

/// Runs one command to its end. Answers the exit code: 0 done (or healthy), 1 refused: something is
/// wrong with the request, the files or, for `status`, the health; 2 it could not run at all.
[[nodiscard]] int run_command_line(int argc, char** argv);

}  // namespace steward::app
