// SPDX-License-Identifier: MIT
// `steward run`: the loops that keep promises.
#pragma once

#include <filesystem>

namespace steward::app {

struct DaemonOptions {
  std::filesystem::path config;
};

/// Runs until SIGTERM or SIGINT. Answers the exit code: 0 after a clean stop, 1 when the
/// configuration or the files are wrong, 2 when it cannot run at all.
[[nodiscard]] int run_daemon(const DaemonOptions& options);

}  // namespace steward::app
