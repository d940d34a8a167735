// SPDX-License-Identifier: MIT
// model.yaml by itself: what the rules would see of a database.
#pragma once

#include <filesystem>

#include "steward/base/problem.hpp"
#include "steward/calendar/zone.hpp"
#include "steward/model/catalog.hpp"
#include "steward/model/rule.hpp"

namespace steward::rules {

struct LoadedModel {
  model::Catalog catalog;  ///< as model.yaml completes it
  calendar::Zone zone;
  bool says_zone = false;  ///< else `zone` is UTC, for want of another
  model::PeopleQueries people;
};

/// Reads and checks the file; an empty path adds nothing to the catalog. Mistakes go to `problems`.
[[nodiscard]] LoadedModel load_model(const std::filesystem::path& model,
                                     const model::Catalog& catalog, Problems& problems);

/// Whether an expression can spell the name of an entity, a field or a relation.
[[nodiscard]] bool can_be_spelled(std::string_view name);

}  // namespace steward::rules
