// SPDX-License-Identifier: MIT
// An operation that failed, named by what the caller can do next.
#pragma once

#include <boost/assert/source_location.hpp>
#include <boost/system/result.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace steward {

/// What the caller can do about a failed operation.
enum class ErrorCode {
  invalid_input,  ///< the caller's arguments are wrong: tell whoever gave them
  not_found,      ///< what was asked for does not exist
  conflict,       ///< somebody else was first: read again, decide again
  unavailable,    ///< the other side is away or overloaded: try again later
  rejected,       ///< the other side said no for good: do not try again
  timed_out,      ///< no answer in time: the effect is unknown
  internal,       ///< a bug of ours: report it
};

/// The spelling used in logs and messages, e.g. "unavailable".
[[nodiscard]] std::string_view to_string(ErrorCode code);

/// One failed operation. Not an aggregate, so that `Result` never takes a braced list for one.
class Error {
 public:
  Error() : Error(ErrorCode::internal, "unknown error") {}
  Error(ErrorCode code, std::string message) : code_(code), message_(std::move(message)) {}

  [[nodiscard]] ErrorCode code() const { return code_; }
  /// A sentence without a full stop that says what failed and why.
  [[nodiscard]] const std::string& message() const { return message_; }

  bool operator==(const Error&) const = default;

 private:
  ErrorCode code_;
  std::string message_;
};

/// The failures that most places tell of.
[[nodiscard]] inline Error invalid_input(std::string message) {
  return {ErrorCode::invalid_input, std::move(message)};
}
[[nodiscard]] inline Error unavailable(std::string message) {
  return {ErrorCode::unavailable, std::move(message)};
}

/// The value, or the one error that kept it from being made.
template <class T = void>
using Result = boost::system::result<T, Error>;

/// Called by `Result::value()` on an error: using a value that is not there is a bug.
[[noreturn]] void throw_exception_from_error(const Error& error,
                                             const boost::source_location& location);

}  // namespace steward
