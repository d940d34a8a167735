// SPDX-License-Identifier: MIT
#include "support/reference_crm.hpp"

#include "support/world.hpp"

namespace steward::test {

void install_reference_crm(TestDatabase& database) {
  for (const std::string& file : WorldFiles::reference().sql) database.run_file(file);
}

DatabaseTemplate reference_crm() {
  std::string content;
  for (const std::string& file : WorldFiles::reference().sql) content += read_source_file(file);
  return {content, install_reference_crm};
}

}  // namespace steward::test
