// SPDX-License-Identifier: MIT
// The one global: the process's logger (spdlog's default), set up once by `app`.
#pragma once

#include <spdlog/spdlog.h>

#include <string_view>

#include "steward/base/error.hpp"

namespace steward {

enum class LogFormat { text, json };

/// Text on a terminal, one JSON object a line otherwise; to standard error. `level` is one of
/// trace, debug, info, warning, error. Errors: `invalid_input` on another level.
[[nodiscard]] Result<> set_up_logging(LogFormat format, std::string_view level);

}  // namespace steward
