// SPDX-License-Identifier: MIT
// docs/rules.md and docs/model.md say what is so: its examples load, and it names all that a
// template may.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "paths.hpp"
#include "steward/rules/loader.hpp"
#include "steward/rules/template_names.hpp"
#include "steward/store/catalog.hpp"
#include "steward/store/database.hpp"
#include "support/reference_crm.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

std::string manual() {
  std::ostringstream text;
  for (const char* const page : {"/docs/rules.md", "/docs/model.md"}) {
    std::ifstream file(std::string(STEWARD_SOURCE_DIR) + page);
    text << file.rdbuf();
  }
  return text.str();
}

/// Their YAML blocks as files, each in a folder of what its first key says it is.
class Examples {
 public:
  Examples() : root_(std::filesystem::path(testing::TempDir()) / database_.name()) {
    const auto text = manual();
    const std::string fence = "```yaml\n";
    for (auto open = text.find(fence); open != std::string::npos; open = text.find(fence, open)) {
      open += fence.size();
      const auto block = text.substr(open, text.find("```", open) - open);
      const auto folder = root_ / block.substr(0, block.find(':'));
      std::filesystem::create_directories(folder);
      std::ofstream(folder / (std::to_string(++count_) + ".yaml")) << block;
    }
  }
  ~Examples() { std::filesystem::remove_all(root_); }
  Examples(const Examples&) = delete;
  Examples& operator=(const Examples&) = delete;

  [[nodiscard]] std::filesystem::path of(const std::string& key) const { return root_ / key; }
  [[nodiscard]] TestDatabase& database() { return database_; }

 private:
  TestDatabase database_;
  std::filesystem::path root_;
  int count_ = 0;
};

TEST(Manual, HasExamplesThatLoad) {
  Examples examples;
  install_reference_crm(examples.database());
  // What the examples refer to is either theirs or shipped.
  auto paths = WorldFiles::reference().rules;
  paths.rules = {examples.of("rules"), examples.of("defaults")};
  paths.chains.push_back(examples.of("chains"));
  paths.calendars.push_back(examples.of("calendar"));
  paths.templates.push_back(examples.of("template"));
  paths.model = *std::filesystem::directory_iterator(examples.of("schema"));
  store::Pool pool(store::complete_connection(examples.database().connection()).value(), 1);
  Problems problems;
  const auto set =
      rules::load_rules(paths, store::read_catalog(pool, "crm").value(), "Skyport", problems);
  EXPECT_EQ(problems.render_all(), "");
  ASSERT_TRUE(set);
  EXPECT_EQ(set->rules.size(), 5U);
  EXPECT_TRUE(set->chains.contains("welcome-chain"));
  EXPECT_TRUE(set->calendars.contains("hangar-hours"));
  EXPECT_TRUE(set->templates.contains("client-welcome"));
}

TEST(Manual, NamesAllThatATemplateMaySay) {
  const auto text = manual();
  for (const auto& name : rules::template_names()) {
    EXPECT_THAT(text, testing::HasSubstr("| `" + name.name + "` | " + name.meaning));
  }
}

}  // namespace
}  // namespace steward::test
