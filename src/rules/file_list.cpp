// SPDX-License-Identifier: MIT
#include "rules/file_list.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace steward::rules {
namespace {

namespace fs = std::filesystem;

void list_folder(const fs::path& folder, std::vector<std::string>& files, Problems& problems) {
  std::error_code failure;
  std::vector<std::string> found;
  for (fs::directory_iterator item(folder, failure), end; !failure && item != end;
       item.increment(failure)) {
    const auto extension = item->path().extension();
    if (extension == ".yaml") {
      found.push_back(item->path().string());
    } else if (extension == ".yml" || extension == ".YAML") {
      problems.warning({item->path().string(), 0, 0, 1}, "this file is not read",
                       "only names that end in .yaml are");
    }
  }
  if (failure) {
    problems.error({folder.string(), 0, 0, 1},
                   fmt::format("the folder cannot be read: {}", failure.message()));
  }
  if (!failure && found.empty()) {
    problems.warning({folder.string(), 0, 0, 1}, "the folder has no file that ends in .yaml");
  }
  std::sort(found.begin(), found.end());
  files.insert(files.end(), found.begin(), found.end());
}

}  // namespace

std::vector<std::string> list_files(const std::vector<fs::path>& paths, Problems& problems) {
  std::vector<std::string> files;
  for (const auto& path : paths) {
    std::error_code failure;
    const auto status = fs::status(path, failure);
    if (!fs::exists(status)) {
      problems.error({path.string(), 0, 0, 1}, "there is no such file or folder");
    } else if (fs::is_directory(status)) {
      list_folder(path, files, problems);
    } else {
      files.push_back(path.string());
    }
  }
  return files;
}

}  // namespace steward::rules
