// SPDX-License-Identifier: MIT
// Looking at all records again, in case some changed unseen.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "steward/engine/store.hpp"

namespace steward::engine {

/// Lets rules look at all their records again, page by page, as their activation does; all rules
/// when `rules` is empty. One that is at it goes on, and one that had looked at everything since
/// `unless_since` is left out. Answers the rules that begin. Errors: `not_found` for a rule that is
/// not in force; those of the store.
[[nodiscard]] Result<std::vector<std::string>> resync(Store& store,
                                                      const std::vector<std::string>& rules,
                                                      const std::string& reason,
                                                      std::optional<Instant> unless_since);

}  // namespace steward::engine
