// SPDX-License-Identifier: MIT
// JSON, by Boost.JSON under a name of our own.
#pragma once

#include <boost/json.hpp>
#include <string_view>

#include "steward/base/error.hpp"

namespace steward {

namespace json = boost::json;

/// Errors: `invalid_input` with the offset of the mistake.
[[nodiscard]] Result<json::value> parse_json(std::string_view text);

/// A member of an object as a string; "" when it is absent or not a string.
[[nodiscard]] std::string_view text_of(const json::object& object, std::string_view name);

}  // namespace steward
