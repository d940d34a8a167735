// SPDX-License-Identifier: MIT
// What a report's filters mean: a misspelt name is an error, not an empty report.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "steward/base/error.hpp"
#include "store/names.hpp"
#include "store/session.hpp"

namespace steward::store {

/// The rule filter as a bind: null for "". Errors: `not_found` when no rule was ever in force
/// under this name.
[[nodiscard]] Result<model::Bind> rule_filter(Session& session, const std::string& rule);

/// The filter of a tag; null for "". Errors: `not_found`, with the nearest that a rule ever had.
[[nodiscard]] Result<model::Bind> tag_filter(Session& session, const std::string& tag);

/// The client filter as a bind of keys: null for "". Errors: `not_found` when no promise is about
/// a client with this key or with this in their name.
[[nodiscard]] Result<model::Bind> client_filter(Session& session, Names& names,
                                                const std::string& client);

/// The binds `reference` and `breach` for what somebody typed: nulls for "".
void add_reference_filter(Binds& binds, const std::string& typed);

/// Every statement of this file.
[[nodiscard]] std::vector<std::string_view> filter_statements();

}  // namespace steward::store
