// SPDX-License-Identifier: MIT
// The built-in rule about the review of another rule: `review_by:` is a promise like any other.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "steward/model/catalog.hpp"
#include "steward/model/rule.hpp"

namespace steward::rules {

/// "review-of-priority-follow-up".
[[nodiscard]] std::string review_name(const model::Rule& rule);

/// A rule file with that one rule, as an author would write it. The promise is the owner's; it is
/// due at the end of the day, and a later `review_by` keeps it and begins the next.
[[nodiscard]] std::string review_file(const model::Rule& rule);

/// The templates that it names.
[[nodiscard]] std::array<std::string_view, 2> review_templates();

/// The entity that it is about: the rules in force that are to be reviewed.
[[nodiscard]] model::Catalog review_catalog();

/// Narrows the compiled rule to the one record that it is about, which nobody changes but by
/// loading rules.
void narrow(model::Rule& review, const model::Rule& rule);

}  // namespace steward::rules
