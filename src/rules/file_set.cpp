// SPDX-License-Identifier: MIT
#include "steward/rules/file_set.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "rules/file_list.hpp"
#include "rules/holiday_reader.hpp"
#include "rules/yaml_parser.hpp"
#include "steward/base/digest.hpp"

namespace steward::rules {
namespace {

namespace fs = std::filesystem;
using model::FileKind;

/// The path of a file as it is stored: the same on hosts that keep their files in other places.
std::string stored_path(const fs::path& path, const fs::path& root) {
  if (root.empty()) return path.string();
  return fs::absolute(path).lexically_normal().lexically_relative(root).generic_string();
}

/// Reads what the paths of one configuration lead to.
class DiskReading {
 public:
  DiskReading(const fs::path& root, Problems& problems) : root_(root), problems_(problems) {}

  void read(FileKind kind, const std::vector<fs::path>& paths) {
    const auto errors_before = problems_.error_count();
    for (const auto& path : list_files(paths, problems_)) read_file(kind, path);
    if (problems_.error_count() != errors_before) set_.incomplete.insert(kind);
  }

  void read_file(FileKind kind, const std::string& path) {
    const auto source = read_source(path, problems_);
    if (!source) {
      set_.incomplete.insert(kind);
      return;
    }
    add(kind, stored_path(path, root_), *source);
  }

  FileSet take() { return std::move(set_); }

 private:
  void add(FileKind kind, const std::string& path, const SourceText& source) {
    auto file = parse(kind, path, source);
    if (kind == FileKind::calendar && file.tree != nullptr) {
      for (const auto& feed : named_feeds(*file.tree)) read_feed(feed);
    }
    set_.files.push_back(std::move(file));
  }

  ParsedFile parse(FileKind kind, const std::string& path, const SourceText& source) {
    ParsedFile file{{kind, path, source.text(), {}}, nullptr};
    if (auto tree = parse_yaml(source, problems_)) {
      file.source.digest = sha256(canonical_text(*tree));
      file.tree = std::make_shared<const YamlNode>(std::move(*tree));
    } else {
      file.source.digest = sha256(source.text());
      set_.incomplete.insert(kind);
    }
    return file;
  }

  void read_feed(const std::string& path) {
    if (set_.feeds.count(path) > 0) return;
    Problems of_file;
    const auto source = read_source(path, of_file);
    if (!source) {
      set_.feeds.emplace(path, Error(ErrorCode::not_found, of_file.sorted().front().message));
      return;
    }
    set_.feeds.emplace(path, source->text());
    set_.files.push_back(
        {{FileKind::holidays, stored_path(path, root_), source->text(), sha256(source->text())},
         nullptr});
  }

  const fs::path& root_;
  Problems& problems_;
  FileSet set_;
};

}  // namespace

std::string FileSet::digest() const {
  std::vector<std::string> names;
  names.reserve(files.size());
  for (const auto& [source, tree] : files) {
    names.push_back(fmt::format("{} {} {}\n", model::to_string(source.kind),
                                fs::path(source.path).filename().string(), source.digest));
  }
  std::sort(names.begin(), names.end());
  std::string all;
  for (const auto& name : names) all += name;
  return sha256(all);
}

std::vector<model::SourceFile> FileSet::sources() const {
  std::vector<model::SourceFile> sources;
  sources.reserve(files.size());
  for (const auto& file : files) sources.push_back(file.source);
  return sources;
}

FileSet read_files(const RulePaths& paths, Problems& problems) {
  DiskReading reading(paths.root, problems);
  if (!paths.model.empty()) reading.read_file(FileKind::model, paths.model.string());
  reading.read(FileKind::calendar, paths.calendars);
  reading.read(FileKind::wording, paths.templates);
  reading.read(FileKind::chain, paths.chains);
  reading.read(FileKind::rule, paths.rules);
  return reading.take();
}

FileSet parse_files(std::vector<model::SourceFile> sources, Problems& problems) {
  FileSet set;
  for (auto& source : sources) {
    std::shared_ptr<const YamlNode> tree;
    if (source.kind == FileKind::holidays) {
      set.feeds.emplace(source.path, source.text);
    } else {
      problems.add_source(source.path, source.text);
      auto parsed = parse_yaml(SourceText(source.path, source.text), problems);
      if (parsed) tree = std::make_shared<const YamlNode>(std::move(*parsed));
      if (!tree) set.incomplete.insert(source.kind);
    }
    set.files.push_back({std::move(source), std::move(tree)});
  }
  return set;
}

}  // namespace steward::rules
