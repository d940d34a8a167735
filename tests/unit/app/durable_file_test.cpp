// SPDX-License-Identifier: MIT
#include "app/durable_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

namespace steward::app {
namespace {

namespace fs = std::filesystem;

class DurableFile : public testing::Test {
 protected:
  DurableFile() : folder_(testing::TempDir() + "steward-durable-" + std::to_string(getpid())) {
    fs::remove_all(folder_);
  }
  ~DurableFile() override { fs::remove_all(folder_); }

  static std::string content(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }
  static unsigned mode(const fs::path& path) {
    struct stat found {};
    return ::stat(path.c_str(), &found) == 0 ? found.st_mode & 0777U : 0;
  }

  fs::path folder_;
};

TEST_F(DurableFile, IsWrittenWholeForItsOwnerAloneInAFolderThatIsMade) {
  ASSERT_TRUE(write_durably(folder_, "a.jsonl", "one\n"));
  EXPECT_EQ(content(folder_ / "a.jsonl"), "one\n");
  EXPECT_EQ(mode(folder_), 0700U);
  EXPECT_EQ(mode(folder_ / "a.jsonl"), 0600U);
}

TEST_F(DurableFile, TakesThePlaceOfTheFormerAndLeavesNothingElse) {
  ASSERT_TRUE(write_durably(folder_, "a.jsonl", "one\ntwo\n"));
  // What a kill left behind.
  std::ofstream(folder_ / ".a.jsonl.unfinished") << "something much longer than what is to come";
  ASSERT_TRUE(write_durably(folder_, "a.jsonl", "three\n"));
  EXPECT_EQ(content(folder_ / "a.jsonl"), "three\n");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
}

TEST_F(DurableFile, SaysWhyItCannotBeWritten) {
  const auto missing = folder_ / "not-there";
  EXPECT_EQ(write_durably(missing, "a.jsonl", "").error().message(),
            "cannot make the folder " + missing.string() + ": No such file or directory");
  std::ofstream file(folder_);
  EXPECT_EQ(write_durably(folder_, "a.jsonl", "").error().message(),
            "cannot open " + (folder_ / ".a.jsonl.unfinished").string() + ": Not a directory");
}

}  // namespace
}  // namespace steward::app
