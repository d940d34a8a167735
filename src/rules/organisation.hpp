// SPDX-License-Identifier: MIT
// What a rule without a subject is about: the organisation, one record that has all entities.
#pragma once

#include <string>

#include "steward/model/catalog.hpp"

namespace steward::rules {

inline constexpr const char* kOrganisation = "organisation";

/// The catalog with the organisation in it: the one row of a view of steward's, with a relation to
/// every entity, of the entity's name, over all its records. An entity that has its name already
/// stays what it is: then rules without a subject are refused.
[[nodiscard]] model::Catalog with_organisation(model::Catalog catalog);
[[nodiscard]] bool is_organisation(const model::Entity& entity);

}  // namespace steward::rules
