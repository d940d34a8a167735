// SPDX-License-Identifier: MIT
// The members of an object that somebody sent, and what is wrong with them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "steward/base/json.hpp"

namespace steward::app {

/// Errors: `invalid_input`, naming the first key that is none of `keys`.
[[nodiscard]] Result<> require_known_keys(const json::object& object,
                                          const std::vector<std::string>& keys);

/// Nothing when it is absent or null. Errors: `invalid_input`, "after: expected a text".
[[nodiscard]] Result<std::optional<std::string_view>> optional_text(const json::object& object,
                                                                    std::string_view key);
/// Errors: as above, and "start: is missing".
[[nodiscard]] Result<std::string_view> required_text(const json::object& object,
                                                     std::string_view key);

/// The same error, with the key that it is about before it.
[[nodiscard]] Error in_key(std::string_view key, const Error& error);

}  // namespace steward::app
