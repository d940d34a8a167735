// SPDX-License-Identifier: MIT
// What a fuzz target does when a law does not hold: it says which, and ends as a crash does.
#pragma once

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "steward/base/error.hpp"

namespace steward::fuzz {

/// `about` says what it was tried with.
inline void law(bool holds, std::string_view what, const std::string& about) {
  if (holds) return;
  fmt::print(stderr, "the law '{}' does not hold: {}\n", what, about);
  std::fflush(stderr);
  std::abort();
}

/// An error has a text; one of ours, `internal`, is a bug.
inline void law_of_error(const Error& error) {
  law(!error.message().empty(), "an error says what is wrong", "its text is empty");
  law(error.code() != ErrorCode::internal, "no input is a bug", error.message());
}

}  // namespace steward::fuzz
