// SPDX-License-Identifier: MIT
#include "rules/file_reading.hpp"

#include <algorithm>

#include "rules/file_list.hpp"
#include "rules/yaml_parser.hpp"
#include "steward/base/digest.hpp"

namespace steward::rules {

std::optional<YamlNode> FileReading::read(const std::filesystem::path& path) {
  auto file = parse_yaml_file(path.string(), problems_);
  if (file) note(path, canonical_text(*file));
  return file;
}

void FileReading::read_each(const std::vector<std::filesystem::path>& paths,
                            const std::function<void(const YamlNode&)>& take,
                            const std::function<void()>& leave_open) {
  const auto errors_before = problems_.error_count();
  const auto files = list_files(paths, problems_);
  if (problems_.error_count() != errors_before) leave_open();
  for (const auto& path : files) {
    if (const auto file = read(path)) {
      take(*file);
    } else {
      leave_open();
    }
  }
}

void FileReading::note(const std::filesystem::path& path, const std::string& content) {
  contents_.push_back(path.filename().string() + "\n" + content);
}

std::string FileReading::digest() const {
  auto contents = contents_;
  std::sort(contents.begin(), contents.end());
  std::string all;
  for (const auto& content : contents) all += sha256(content);
  return sha256(all);
}

}  // namespace steward::rules
