// SPDX-License-Identifier: MIT
// What a database knows of the tables behind its views.
#pragma once

#include <string>

#include "steward/model/catalog.hpp"
#include "store/session.hpp"

namespace steward::store {

/// Fills in the tables behind the views of a catalog whose keys are read. Which rows of a view a
/// row of such a table touches is known where the view shows the table's key as it is.
void read_views(Session& session, const std::string& schema, model::Catalog& catalog);

}  // namespace steward::store
