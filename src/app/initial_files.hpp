// SPDX-License-Identifier: MIT
// The files of a configuration that `steward init` writes for a database it has never seen.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "steward/model/catalog.hpp"
#include "steward/model/roster.hpp"

namespace steward::app {

/// Path below the folder → text. `database` is what steward.yaml says of it: never a password;
/// `model` is model.yaml's text, `role` is told what the first rule and chain tell.
[[nodiscard]] std::map<std::filesystem::path, std::string> initial_files(
    const std::string& database, const std::string& model, const model::Catalog& catalog,
    const std::string& role);

/// "admin", unless there are roles and that is none of them: then the one that most people hold.
[[nodiscard]] std::string first_role(const model::Roster& roster);

/// How steward.yaml names a database: the connection itself, or, where it holds a password or is
/// not given, the variable of the environment that does.
[[nodiscard]] std::string database_reference(const std::string& connection);

}  // namespace steward::app
