// SPDX-License-Identifier: MIT
// The files that a rule set is made of: read from their folders or from the database, and parsed.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "steward/base/error.hpp"
#include "steward/base/problem.hpp"
#include "steward/model/source_file.hpp"

namespace steward::rules {

struct YamlNode;

/// Where the files are. Folders are searched for *.yaml (not deeper), files taken as they are.
struct RulePaths {
  std::vector<std::filesystem::path> rules;
  std::vector<std::filesystem::path> calendars;
  std::vector<std::filesystem::path> chains;
  std::vector<std::filesystem::path> templates;
  std::filesystem::path model;      ///< model.yaml; empty: nothing is said beyond the catalog
  std::filesystem::path root = {};  ///< what the paths of a set are relative to; empty: nothing
};

/// A file, and what YAML makes of it.
struct ParsedFile {
  model::SourceFile source;
  std::shared_ptr<const YamlNode> tree;  ///< null: it cannot be parsed, or is not YAML
};

/// Files of holidays by their paths in marks: the text, or why there is none.
using FeedTexts = std::map<std::string, Result<std::string>, std::less<>>;

struct FileSet {
  std::vector<ParsedFile> files;
  FeedTexts feeds;
  std::set<model::FileKind> incomplete;  ///< kinds of which a file could not be read

  /// SHA-256 over all files, by their names alone: two hosts may keep them in different folders.
  [[nodiscard]] std::string digest() const;
  /// As they are stored.
  [[nodiscard]] std::vector<model::SourceFile> sources() const;
};

/// Reads all files of the paths, and the files of holidays that they name. Mistakes of YAML go to
/// `problems`; places in files are named by the path that led to them.
[[nodiscard]] FileSet read_files(const RulePaths& paths, Problems& problems);

/// Files that were stored; their places are named by their paths.
[[nodiscard]] FileSet parse_files(std::vector<model::SourceFile> sources, Problems& problems);

}  // namespace steward::rules
