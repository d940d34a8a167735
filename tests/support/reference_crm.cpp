// SPDX-License-Identifier: MIT
#include "support/reference_crm.hpp"
#include "paths.hpp"

#include <filesystem>
#include <set>

namespace steward::test {

void install_reference_crm(TestDatabase& database) {
  std::set<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(STEWARD_SOURCE_DIR "/config/crm")) {
    if (entry.path().extension() == ".sql") files.insert(entry.path().filename().string());
  }
  for (const std::string& file : files) database.run_file("config/crm/" + file);
}

}  // namespace steward::test
