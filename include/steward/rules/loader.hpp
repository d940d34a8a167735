// SPDX-License-Identifier: MIT
// Loads everything that a daemon runs by, whole or not at all.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "steward/base/problem.hpp"
#include "steward/model/catalog.hpp"
#include "steward/model/roster.hpp"
#include "steward/model/rule.hpp"
#include "steward/rules/file_set.hpp"

namespace steward::rules {

/// The part of model.yaml that must be known before the catalog is read.
struct ModelHeader {
  std::string schema = "public";
};

/// Reads model.yaml's `schema:`. Mistakes go to `problems`.
[[nodiscard]] ModelHeader read_model_header(const FileSet& files, Problems& problems);
[[nodiscard]] ModelHeader read_model_header(const std::filesystem::path& model, Problems& problems);

/// Who there is, and what it is when a file names somebody else.
struct Directory {
  /// By the queries of model.yaml; nothing when the database cannot be asked.
  std::function<std::optional<model::Roster>(const model::PeopleQueries&)> read;
  /// A running installation goes on when the last holder of a role leaves.
  Severity unknown = Severity::error;
};

/// Checks and compiles all files. Every mistake of every file goes to `problems`; the set is null
/// if there was an error, also one of reading the files. Warnings alone do not stop it.
/// `organisation` is the configured name, which messages bear. Where there is a `directory`, roles
/// and people that do not exist are mistakes, too.
[[nodiscard]] std::shared_ptr<const model::RuleSet> load_rules(const FileSet& files,
                                                               const model::Catalog& catalog,
                                                               const std::string& organisation,
                                                               Problems& problems,
                                                               const Directory& directory = {});
/// Reads the files first.
[[nodiscard]] std::shared_ptr<const model::RuleSet> load_rules(const RulePaths& paths,
                                                               const model::Catalog& catalog,
                                                               const std::string& organisation,
                                                               Problems& problems,
                                                               const Directory& directory = {});

}  // namespace steward::rules
