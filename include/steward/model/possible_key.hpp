// SPDX-License-Identifier: MIT
// Which texts can be a record's key: what was misspelt must not reach the database as a number, a
// date or a UUID.
#pragma once

#include <string_view>

#include "steward/model/catalog.hpp"

namespace steward::model {

/// Whether the key columns of an entity can hold what a key, `42` or `["DE",42]`, says. Yes for
/// types of which it cannot be told.
[[nodiscard]] bool is_possible_key(const Entity& entity, std::string_view key);

}  // namespace steward::model
