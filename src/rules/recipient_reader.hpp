// SPDX-License-Identifier: MIT
// Reads whom a step addresses.
#pragma once

#include <optional>

#include "rules/placed_text.hpp"
#include "steward/base/problem.hpp"
#include "steward/model/recipient.hpp"

namespace steward::rules {

/// `assignee`, `role("name")` or `person("key")`. Nothing when a mistake was reported.
[[nodiscard]] std::optional<model::Recipient> parse_recipient(const PlacedText& text,
                                                              Problems& problems);

}  // namespace steward::rules
