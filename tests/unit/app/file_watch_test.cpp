// SPDX-License-Identifier: MIT
#include "app/file_watch.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace steward::app {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

/// A folder with a file in it, beside another that nobody asked about.
class FileWatchTest : public testing::Test {
 protected:
  FileWatchTest() : root_(testing::TempDir() + "steward-watch-" + std::to_string(getpid())) {
    fs::remove_all(root_);
    fs::create_directories(root_ / "rules");
    fs::create_directories(root_ / "config");
    write("rules/a.yaml");
    write("config/model.yaml");
    auto opened = FileWatch::open(loop_, 1ms, [this] {
      ++changes_;
      loop_.stop();
    });
    EXPECT_TRUE(opened);
    watch_ = std::move(*opened);
    EXPECT_TRUE(watch_->watch({root_ / "rules", root_ / "config/model.yaml"}).empty());
  }
  ~FileWatchTest() override { fs::remove_all(root_); }

  void write(const std::string& name) const { std::ofstream(root_ / name) << "x"; }

  /// Whether a change is noticed; what comes too late to be one is waited for a little.
  bool noticed(std::chrono::milliseconds patience = 10s) {
    const int before = changes_;
    loop_.restart();
    loop_.run_for(patience);
    return changes_ > before;
  }

  fs::path root_;
  asio::io_context loop_;
  std::unique_ptr<FileWatch> watch_;
  int changes_ = 0;
};

TEST_F(FileWatchTest, NoticesEveryWayOfSavingAFile) {
  write("rules/a.yaml");
  EXPECT_TRUE(noticed()) << "in place";
  write("rules/a.new");
  EXPECT_TRUE(noticed());
  fs::rename(root_ / "rules/a.new", root_ / "rules/a.yaml");
  EXPECT_TRUE(noticed()) << "by a rename";
  fs::remove(root_ / "rules/a.yaml");
  EXPECT_TRUE(noticed()) << "removed";
  write("config/model.yaml");
  EXPECT_TRUE(noticed()) << "a file that is named itself";
}

TEST_F(FileWatchTest, PassesOverWhatLiesBesideAFileThatIsNamedItself) {
  write("config/other.yaml");
  EXPECT_FALSE(noticed(20ms));
  // What a mounted configuration is switched by.
  fs::create_symlink("somewhere", root_ / "config/..data");
  EXPECT_TRUE(noticed());
}

TEST_F(FileWatchTest, FollowsAFolderThatIsReplaced) {
  fs::create_directories(root_ / "next");
  fs::rename(root_ / "rules", root_ / "old");
  fs::rename(root_ / "next", root_ / "rules");
  EXPECT_TRUE(noticed());
  watch_->watch({root_ / "rules"});
  write("rules/b.yaml");
  EXPECT_TRUE(noticed());
}

TEST_F(FileWatchTest, SaysWhatItCannotWatch) {
  const auto failures = watch_->watch({root_ / "missing/rules"});
  ASSERT_EQ(failures.size(), 1U);
  EXPECT_EQ(failures.front(), (root_ / "missing").string() + ": No such file or directory");
}

TEST_F(FileWatchTest, StopsWhenItIsTold) {
  watch_->stop();
  write("rules/a.yaml");
  EXPECT_FALSE(noticed(20ms));
}

}  // namespace
}  // namespace steward::app
