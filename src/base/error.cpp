// SPDX-License-Identifier: MIT
#include "steward/base/error.hpp"

#include <stdexcept>

namespace steward {

std::string_view to_string(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_input:
      return "invalid input";
    case ErrorCode::not_found:
      return "not found";
    case ErrorCode::conflict:
      return "conflict";
    case ErrorCode::unavailable:
      return "unavailable";
    case ErrorCode::rejected:
      return "rejected";
    case ErrorCode::timed_out:
      return "timed out";
    case ErrorCode::internal:
      return "internal error";
  }
  return "internal error";
}

void throw_exception_from_error(const Error& error, const boost::source_location& location) {
  throw std::logic_error(std::string(location.file_name()) + ":" + std::to_string(location.line()) +
                         ": unchecked " + std::string(to_string(error.code())) + ": " +
                         error.message());
}

}  // namespace steward
