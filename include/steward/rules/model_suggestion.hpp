// SPDX-License-Identifier: MIT
// A model.yaml for a database that nobody has described yet: guesses with their reasons, and
// questions where there is nothing to guess by.
#pragma once

#include <string>

#include "steward/model/catalog.hpp"
#include "steward/model/rule.hpp"

namespace steward::rules {

/// The text of a file. What stands in it uncommented is right for this catalog: it can be used as
/// it is. Guesses go by names, types, foreign keys and unique indexes.
[[nodiscard]] std::string suggest_model(const std::string& schema, const model::Catalog& catalog);

/// Who there is, by model.yaml's text.
[[nodiscard]] model::PeopleQueries people_of(const std::string& model,
                                             const model::Catalog& catalog);

/// `role("…")` as it stands in a YAML file.
[[nodiscard]] std::string role_expression(const std::string& role);

/// A rule file with one rule that is off, about a table that has a beginning and an end; "" where
/// there is none. `model` is model.yaml's text, `role` owns the rule and is told.
[[nodiscard]] std::string suggest_rule(const std::string& model, const model::Catalog& catalog,
                                       const std::string& role);

}  // namespace steward::rules
