// SPDX-License-Identifier: MIT
// A catalog as JSON: for programs, and for checks where no database is at hand.
#pragma once

#include <string>
#include <string_view>

#include "steward/base/json.hpp"
#include "steward/model/catalog.hpp"

namespace steward::model {

/// What a database's schema held when somebody looked.
struct Snapshot {
  std::string schema;
  Catalog catalog;  ///< without what model.yaml adds
  bool operator==(const Snapshot&) const = default;
};

/// Everything about an entity, in one order; what is empty or as usual is left out.
[[nodiscard]] json::object to_json(const Entity& entity);

/// A snapshot as a file: JSON in lines, the same for the same catalog.
[[nodiscard]] std::string snapshot_to_json(const Snapshot& snapshot);

/// Errors: `invalid_input` for what is no snapshot, or one of a later version.
[[nodiscard]] Result<Snapshot> snapshot_from_json(std::string_view text);

/// JSON for people: what fits into 100 characters on one line, the rest over several.
[[nodiscard]] std::string in_lines(const json::value& value, std::size_t indent = 0);

}  // namespace steward::model
