// SPDX-License-Identifier: MIT
#include "rules/file_list.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace steward::rules {
namespace {

namespace fs = std::filesystem;

class FileListTest : public testing::Test {
 protected:
  FileListTest() : folder_(testing::TempDir() + "steward-files-" + std::to_string(getpid())) {
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "rules/deeper");
    fs::create_directories(folder_ / "empty");
    for (const auto* name : {"rules/b.yaml", "rules/a.yaml", "rules/c.yml", "rules/notes.txt",
                             "rules/deeper/d.yaml", "single.txt"}) {
      std::ofstream(folder_ / name) << "x";
    }
  }
  ~FileListTest() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string in(const std::string& name) const { return (folder_ / name).string(); }

  fs::path folder_;
  Problems problems_;
};

TEST_F(FileListTest, TakesFilesAsTheyAreAndTheYamlOfFolders) {
  EXPECT_EQ(list_files({folder_ / "single.txt", folder_ / "rules"}, problems_),
            (std::vector<std::string>{in("single.txt"), in("rules/a.yaml"), in("rules/b.yaml")}));
  EXPECT_EQ(problems_.render_all(), in("rules/c.yml") +
                                        ": warning: this file is not read\n"
                                        "  = only names that end in .yaml are\n"
                                        "0 errors, 1 warning\n");
}

TEST_F(FileListTest, NamesWhatIsNotThere) {
  EXPECT_TRUE(list_files({folder_ / "empty", folder_ / "missing"}, problems_).empty());
  EXPECT_EQ(problems_.render_all(),
            in("empty") + ": warning: the folder has no file that ends in .yaml\n" + in("missing") +
                ": error: there is no such file or folder\n"
                "1 error, 1 warning\n");
}

}  // namespace
}  // namespace steward::rules
