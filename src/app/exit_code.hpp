// SPDX-License-Identifier: MIT
// How a command ends, for whoever called it.
#pragma once

#include "steward/base/error.hpp"

namespace steward::app {

inline constexpr int kDone = 0;
/// Something is wrong with the request, the files or, for `status`, the health.
inline constexpr int kRefused = 1;
/// It could not run: no database, no schema, a command line that cannot be read.
inline constexpr int kCannotRun = 2;

/// Writes "steward: …" to standard error and answers the exit code that the error asks for.
[[nodiscard]] int fail(const Error& error);

}  // namespace steward::app
