// SPDX-License-Identifier: MIT
// What has to succeed for a test to make sense.
#pragma once

#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

#include "steward/base/error.hpp"

namespace steward::test {

/// The value, or `std::runtime_error` with the words of the error.
template <class T>
T must(Result<T> result, const std::string& what = "") {
  if (!result) {
    throw std::runtime_error((what.empty() ? "" : what + ": ") + result.error().message());
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace steward::test
