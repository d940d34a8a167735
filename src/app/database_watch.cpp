// SPDX-License-Identifier: MIT
#include "app/database_watch.hpp"

#include <spdlog/spdlog.h>

namespace steward::app {
namespace {

/// Two daemons get in each other's way now and then: worth a word only when it does not end.
constexpr int kConflictsInARow = 10;
/// By then every further failure is the longest pause away from the one before.
constexpr int kSaidAgain = 40;

bool is_said(ErrorCode code, int in_a_row) {
  const int first = code == ErrorCode::conflict ? kConflictsInARow : 1;
  return in_a_row == first || in_a_row % kSaidAgain == 0;
}

spdlog::level::level_enum level_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::conflict:
    case ErrorCode::unavailable:
    case ErrorCode::timed_out:
      return spdlog::level::warn;
    default:
      return spdlog::level::err;
  }
}

}  // namespace

void DatabaseWatch::failed(const std::string& loop, const Error& error, int in_a_row) {
  if (error.code() == ErrorCode::unavailable && !pool_.is_reachable()) {
    if (up_.exchange(false)) {
      spdlog::error("the database is away ({}): trying again until it is back", error.message());
    }
    return;
  }
  const bool said = is_said(error.code(), in_a_row);
  spdlog::log(said ? level_of(error.code()) : spdlog::level::debug, "{}: {}: {}; trying again",
              loop, to_string(error.code()), error.message());
}

bool DatabaseWatch::succeeded(const std::string& loop, int failures) {
  if (failures >= kConflictsInARow) spdlog::info("{}: works again", loop);
  if (up_ || !pool_.is_reachable() || up_.exchange(true)) return false;
  spdlog::info("the database is back");
  return true;
}

bool is_passing(const Error& error) {
  return error.code() == ErrorCode::unavailable || error.code() == ErrorCode::conflict ||
         error.code() == ErrorCode::timed_out;
}

}  // namespace steward::app
