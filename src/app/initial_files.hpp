// SPDX-License-Identifier: MIT
// The files of a configuration that `steward init` writes for a database it has never seen.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "steward/model/catalog.hpp"

namespace steward::app {

/// Path below the folder → text. `database` is what steward.yaml says of it: never a password.
[[nodiscard]] std::map<std::filesystem::path, std::string> initial_files(
    const std::string& database, const std::string& schema, const model::Catalog& catalog);

/// How steward.yaml names a database: the connection itself, or, where it holds a password or is
/// not given, the variable of the environment that does.
[[nodiscard]] std::string database_reference(const std::string& connection);

}  // namespace steward::app
