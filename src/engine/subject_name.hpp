// SPDX-License-Identifier: MIT
// Which record somebody means.
#pragma once

#include <string>

#include "steward/engine/store.hpp"

namespace steward::engine {

/// The key of the rule's subject that is named by "service_deliveries/42", by "42", or by the
/// reference of its promise or its breach. Errors: `invalid_input` for another entity,
/// `not_found` for what can be neither a key nor the reference of a promise of the rule.
[[nodiscard]] Result<std::string> find_subject(Transaction& transaction,
                                               const model::Catalog& catalog,
                                               const model::Rule& rule, const std::string& name);

}  // namespace steward::engine
