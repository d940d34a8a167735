// SPDX-License-Identifier: MIT
// From a rule as its file says it to a rule that runs.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "rules/naming.hpp"
#include "rules/placed_rule.hpp"
#include "rules/template_reader.hpp"
#include "steward/model/rule.hpp"

namespace steward::rules {

using Templates = std::map<std::string, PlacedTemplate, std::less<>>;
using Chains = std::map<std::string, model::Chain, std::less<>>;

/// Compiles a rule's expressions, and what the templates that it can reach (by its own steps, and
/// by the levels of the chains that they begin) say about its subject. Nothing when a mistake was
/// reported; then `templates` and `chains` may lack what the rule names.
[[nodiscard]] std::optional<model::Rule> compile_rule(const PlacedRule& placed,
                                                      const model::Catalog& catalog,
                                                      const Naming& naming,
                                                      const Templates& templates,
                                                      const Chains& chains, Problems& problems);

}  // namespace steward::rules
