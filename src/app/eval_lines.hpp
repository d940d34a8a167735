// SPDX-License-Identifier: MIT
// What answers one line of `steward eval --jsonl`.
#pragma once

#include "steward/base/json.hpp"
#include "steward/store/evaluations.hpp"

namespace steward::app {

/// Answers {"expr": …, "facts": {…}} by {"value": …}, or by {"error": …, "line": …, "column": …}
/// where the mistake is in the expression. Errors: `invalid_input`, naming the key.
[[nodiscard]] Result<json::object> answer_eval_line(const json::object& request,
                                                    store::Evaluations& evaluations);

}  // namespace steward::app
