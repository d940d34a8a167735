// SPDX-License-Identifier: MIT
#pragma once

#include <ostream>

#include "steward/base/error.hpp"

namespace steward {

/// How GoogleTest shows an error.
inline void PrintTo(const Error& error, std::ostream* out) {
  *out << to_string(error.code()) << ": " << error.message();
}

}  // namespace steward
