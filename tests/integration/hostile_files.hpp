// SPDX-License-Identifier: MIT
// Files and a database in which every string may be hostile.
#pragma once

#include <boost/json.hpp>
#include <map>
#include <string>

#include "steward/rules/loader.hpp"
#include "support/temporary_folder.hpp"

namespace steward::test {

/// SQL of a database whose very names are hostile.
extern const char* const kHostileDatabase;

/// By their paths, as JSON. Each file uses every key that it may have, but for those that another
/// key excludes: they stand in a second item. "@" stands within a literal of an expression, or
/// within a text.
[[nodiscard]] const std::map<std::string, const char*>& hostile_files();

/// Those files in a folder, which are changed a string at a time.
class HostileFolder {
 public:
  HostileFolder();

  [[nodiscard]] std::map<std::string, boost::json::value>& trees() { return trees_; }
  void write(const std::string& name) const;
  [[nodiscard]] rules::RulePaths paths() const;

 private:
  TemporaryFolder folder_;
  std::map<std::string, boost::json::value> trees_;
};

}  // namespace steward::test
