// SPDX-License-Identifier: MIT
// Loads everything that a daemon runs by, whole or not at all.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "steward/base/problem.hpp"
#include "steward/model/catalog.hpp"
#include "steward/model/rule.hpp"

namespace steward::rules {

/// Where the files are. Folders are searched for *.yaml (not deeper), files taken as they are.
struct RulePaths {
  std::vector<std::filesystem::path> rules;
  std::vector<std::filesystem::path> calendars;
  std::vector<std::filesystem::path> chains;
  std::vector<std::filesystem::path> templates;
  std::filesystem::path model;  ///< model.yaml; empty: nothing is said beyond the catalog
};

/// The part of model.yaml that must be known before the catalog is read.
struct ModelHeader {
  std::string schema = "public";
};

/// Reads model.yaml's `schema:`. Mistakes go to `problems`.
[[nodiscard]] ModelHeader read_model_header(const std::filesystem::path& model, Problems& problems);

/// Reads, checks and compiles all files. Every mistake of every file goes to `problems`; the set is
/// null if there was an error. Warnings alone do not stop it. `organisation` is the configured
/// name, which messages bear.
[[nodiscard]] std::shared_ptr<const model::RuleSet> load_rules(const RulePaths& paths,
                                                               const model::Catalog& catalog,
                                                               const std::string& organisation,
                                                               Problems& problems);

}  // namespace steward::rules
