// SPDX-License-Identifier: MIT
// A model.yaml for a database that nobody has described yet: guesses with their reasons, and
// questions where there is nothing to guess by.
#pragma once

#include <string>

#include "steward/model/catalog.hpp"

namespace steward::rules {

/// The text of a file. What stands in it uncommented is right for this catalog: it can be used as
/// it is. Guesses go by names, types, foreign keys and unique indexes.
[[nodiscard]] std::string suggest_model(const std::string& schema, const model::Catalog& catalog);

/// A rule file with one rule that is off, about a table that has a beginning and an end; "" where
/// there is none. `model` is model.yaml's text.
[[nodiscard]] std::string suggest_rule(const std::string& model, const model::Catalog& catalog);

}  // namespace steward::rules
