// SPDX-License-Identifier: MIT
// Rule sets by what people call them, and what loading one did, for the commands about them.
#pragma once

#include <string>
#include <vector>

#include "app/installation.hpp"

namespace steward::app {

/// The stored set that a person means by the first digits of its digest, at least four. Errors:
/// `invalid_input`, `not_found`, `conflict` when several begin so.
[[nodiscard]] Result<std::string> find_set(Installation& installation, const std::string& prefix);

/// For commands given on this host; `delivery` says how mails go.
[[nodiscard]] Result<engine::RuleLoading> loading_for(Installation& installation);
[[nodiscard]] engine::Offer offer_for(const Installation& installation, model::LoadOrigin origin,
                                      const std::string& reason = {});

/// Prints what became of a set, and answers the exit code.
[[nodiscard]] int report(const model::RuleLoad& load);

}  // namespace steward::app
