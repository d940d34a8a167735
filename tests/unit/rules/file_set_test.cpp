// SPDX-License-Identifier: MIT
#include "steward/rules/file_set.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace steward::rules {
namespace {

namespace fs = std::filesystem;
using model::FileKind;

constexpr const char* kFeed =
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example.com//EN\r\nEND:VCALENDAR\r\n";

/// A configuration's folder with a file of each kind.
class FileSetTest : public testing::Test {
 protected:
  FileSetTest() : folder_(testing::TempDir() + "steward-set-" + std::to_string(getpid())) {
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "config/calendars");
    fs::create_directories(folder_ / "rules");
    write("config/model.yaml", "schema: crm\n");
    write("config/calendars/site.yaml", "calendar: site\nholidays: [{ics: ../site.ics}]\n");
    write("config/site.ics", kFeed);
    write("rules/a.yaml", "rules: []  # none yet\n");
    paths_.rules = {folder_ / "rules"};
    paths_.calendars = {folder_ / "config/calendars"};
    paths_.model = folder_ / "config/model.yaml";
    paths_.root = folder_ / "config";
  }
  ~FileSetTest() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
  }

  fs::path folder_;
  RulePaths paths_;
  Problems problems_;
};

TEST_F(FileSetTest, HoldsEveryFileByItsPathFromTheConfiguration) {
  const auto set = read_files(paths_, problems_);
  EXPECT_EQ(problems_.render_all(), "");
  std::string shown;
  for (const auto& file : set.sources()) {
    shown += std::string(model::to_string(file.kind)) + " " + file.path + "\n";
  }
  EXPECT_EQ(shown,
            "model model.yaml\n"
            "holidays site.ics\n"
            "calendar calendars/site.yaml\n"
            "rule ../rules/a.yaml\n");
  EXPECT_EQ(set.sources().back().text, "rules: []  # none yet\n");
  EXPECT_EQ(set.sources()[1].text, kFeed);
}

TEST_F(FileSetTest, IsTheSameWhenItComesBackFromTheDatabase) {
  const auto read = read_files(paths_, problems_);
  const auto stored = parse_files(read.sources(), problems_);
  EXPECT_EQ(problems_.render_all(), "");
  EXPECT_EQ(stored.digest(), read.digest());
  EXPECT_EQ(stored.sources(), read.sources());
  ASSERT_EQ(stored.feeds.count("site.ics"), 1U);
  EXPECT_EQ(*stored.feeds.at("site.ics"), kFeed);
}

TEST_F(FileSetTest, HasADigestOfWhatItSaysAndNotOfHowOrWhere) {
  const auto before = read_files(paths_, problems_).digest();
  write("rules/a.yaml", "rules:   []\n");
  EXPECT_EQ(read_files(paths_, problems_).digest(), before);
  auto elsewhere = paths_;
  elsewhere.root.clear();
  EXPECT_EQ(read_files(elsewhere, problems_).digest(), before);
  write("config/site.ics", std::string(kFeed) + "\r\n");
  EXPECT_NE(read_files(paths_, problems_).digest(), before);
  write("config/site.ics", kFeed);
  write("rules/b.yaml", "rules: []\n");
  EXPECT_NE(read_files(paths_, problems_).digest(), before);
}

TEST_F(FileSetTest, KnowsFilesThatCannotBeParsed) {
  write("rules/b.yaml", "rules: [\n");
  const auto set = read_files(paths_, problems_);
  EXPECT_TRUE(problems_.has_errors());
  EXPECT_EQ(set.incomplete, std::set<FileKind>{FileKind::rule});
  EXPECT_EQ(set.sources().back().path, "../rules/b.yaml");
  const auto broken = set.digest();
  write("rules/b.yaml", "rules: [ \n");
  EXPECT_NE(read_files(paths_, problems_).digest(), broken);
}

TEST_F(FileSetTest, RemembersWhyAFileOfHolidaysIsNotThere) {
  fs::remove(folder_ / "config/site.ics");
  const auto set = read_files(paths_, problems_);
  ASSERT_EQ(set.feeds.size(), 1U);
  EXPECT_EQ(set.feeds.begin()->second.error().message(),
            "cannot be read: No such file or directory");
}

}  // namespace
}  // namespace steward::rules
