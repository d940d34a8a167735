// SPDX-License-Identifier: MIT
#include "app/exit_code.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace steward::app {

int fail(const Error& error) {
  fmt::print(stderr, "steward: {}\n", error.message());
  switch (error.code()) {
    case ErrorCode::invalid_input:
    case ErrorCode::not_found:
    case ErrorCode::conflict:
    case ErrorCode::rejected:
      return kRefused;
    case ErrorCode::unavailable:
    case ErrorCode::timed_out:
    case ErrorCode::internal:
      break;
  }
  return kCannotRun;
}

}  // namespace steward::app
