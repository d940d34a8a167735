// SPDX-License-Identifier: MIT
// A statement that failed: thrown in `store`, caught once, by `transact`.
#pragma once

#include <stdexcept>
#include <string>

#include "steward/base/error.hpp"

namespace steward::store {

class StatementFailed : public std::runtime_error {
 public:
  /// `sqlstate` may be empty: the server did not say one.
  StatementFailed(ErrorCode code, std::string sqlstate, const std::string& message)
      : std::runtime_error(message), code_(code), sqlstate_(std::move(sqlstate)) {}

  [[nodiscard]] ErrorCode code() const { return code_; }
  [[nodiscard]] const std::string& sqlstate() const { return sqlstate_; }
  [[nodiscard]] Error error() const { return Error(code_, what()); }

 private:
  ErrorCode code_;
  std::string sqlstate_;
};

}  // namespace steward::store
