// SPDX-License-Identifier: MIT
// Reads the files of a load, and remembers what was in them.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "rules/yaml_node.hpp"

namespace steward::rules {

class FileReading {
 public:
  explicit FileReading(Problems& problems) : problems_(problems) {}

  /// Parses a file. Nothing when a mistake was reported.
  [[nodiscard]] std::optional<YamlNode> read(const std::filesystem::path& path);
  /// Gives the files of `paths` that can be parsed to `take`; calls `leave_open` when there is one
  /// that cannot, so that what it names is unknown.
  void read_each(const std::vector<std::filesystem::path>& paths,
                 const std::function<void(const YamlNode&)>& take,
                 const std::function<void()>& leave_open);
  /// Remembers a file that a file names. By its name alone: two hosts may keep their files in
  /// different folders.
  void note(const std::filesystem::path& path, const std::string& content);

  /// SHA-256 over everything read: two daemons with the same run the same.
  [[nodiscard]] std::string digest() const;

 private:
  Problems& problems_;
  std::vector<std::string> contents_;
};

}  // namespace steward::rules
