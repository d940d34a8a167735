// SPDX-License-Identifier: MIT
#include "rules/yaml_parser.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "unit/rules/reading.hpp"

namespace steward::rules {
namespace {

using test::complaints;

YamlNode parsed(const std::string& text) {
  Problems problems;
  auto node = parse_yaml(SourceText("f.yaml", text), problems);
  EXPECT_TRUE(problems.empty()) << problems.render_all();
  return node.value_or(YamlNode{});
}

std::string place(const SourceMark& mark) {
  return std::to_string(mark.line) + ":" + std::to_string(mark.column) + "+" +
         std::to_string(mark.length);
}

TEST(YamlParser, TakesEveryScalarAsText) {
  const auto root = parsed("{a: 010, b: yes, c: 1e3, d: '123', e: 2026-11-22, f: 12:30:00}\n");
  std::string values;
  for (const auto& entry : root.entries) values += entry.value.text.text() + " ";
  EXPECT_EQ(values, "010 yes 1e3 123 2026-11-22 12:30:00 ");
}

TEST(YamlParser, KnowsWhatIsNothing) {
  const auto root = parsed("a:\nb: ~\nc: null\nd: ''\n");
  EXPECT_EQ(root.find("a")->kind, YamlKind::nothing);
  EXPECT_EQ(root.find("b")->kind, YamlKind::nothing);
  EXPECT_EQ(root.find("c")->kind, YamlKind::nothing);
  EXPECT_EQ(root.find("d")->kind, YamlKind::text);
  EXPECT_EQ(root.find("e"), nullptr);
}

TEST(YamlParser, PlacesCountFromOneInCharacters) {
  const auto root = parsed(
      "\xEF\xBB\xBF"
      "a: x\nbé: {c: [yé, zz]}\r\n");
  EXPECT_EQ(place(root.entries[0].key.mark()), "1:1+1");
  EXPECT_EQ(place(root.entries[1].key.mark()), "2:1+2");
  const auto& c = root.entries[1].value.entries[0];
  EXPECT_EQ(place(c.key.mark()), "2:6+1");
  EXPECT_EQ(place(c.value.mark), "2:9+1");
  EXPECT_EQ(place(c.value.items[1].mark), "2:14+2");
}

TEST(YamlParser, AValueThatIsMissingStandsAtItsKey) {
  EXPECT_EQ(place(parsed("one: 1\ntwo:\nthree: 3\n").find("two")->mark), "2:1+3");
}

TEST(YamlParser, RefusesMoreThanTheBudgets) {
  const auto deep = std::string(65, '[') + std::string(65, ']');
  EXPECT_EQ(complaints("a: " + deep), "f.yaml:1:67: error: nested more than 64 deep\n  a: " + deep +
                                          "\n  " + std::string(66, ' ') + "^\n" +
                                          "1 error, 0 warnings\n");
  EXPECT_EQ(complaints("a: " + deep.substr(2, 126) + "\n"), "");

  std::string many = "a:\n";
  for (int i = 0; i < 100'000; ++i) many += "- b\n";
  EXPECT_EQ(complaints(many),
            "f.yaml:99999:3: error: the file has more than 100000 values\n  - b\n    ^\n"
            "  = split it\n1 error, 0 warnings\n");
}

TEST(YamlParser, FollowsNoAlias) {
  EXPECT_EQ(complaints("a: &x [*x]\n"),
            "f.yaml:1:4: error: the anchor '&x' is not supported\n"
            "  a: &x [*x]\n"
            "     ^\n"
            "  = write the value where it is needed\n"
            "f.yaml:1:8: error: aliases ('*name') are not supported\n"
            "  a: &x [*x]\n"
            "         ^\n"
            "  = write the value where it is needed\n"
            "2 errors, 0 warnings\n");
}

TEST(YamlParser, RefusesKeysThatAreNoText) {
  EXPECT_EQ(complaints("[a]: b\n"),
            "f.yaml:1:1: error: a key must be text, not a list\n"
            "  [a]: b\n"
            "  ^\n"
            "  = text that begins with '[' or '{' needs quotes\n"
            "1 error, 0 warnings\n");
  EXPECT_EQ(complaints("~: b\n"),
            "f.yaml:1:1: error: a key must be text\n  ~: b\n  ^\n1 error, 0 warnings\n");
}

TEST(YamlParser, RefusesEscapesThatAreNoText) {
  for (const auto* value : {R"("a\0b")", R"("\x1b[2J")", R"("a\_b")", R"("\ud800")"}) {
    const auto said = complaints(std::string("a: ") + value + "\n");
    const bool refused = said.find("an escape in this text gives a character that is not text") !=
                             std::string::npos ||
                         said.find("not valid YAML") != std::string::npos;
    EXPECT_TRUE(refused) << value << "\n" << said;
  }
}

TEST(YamlParser, RefusesAFileThatCannotBeRead) {
  Problems problems;
  EXPECT_FALSE(parse_yaml_file("no-such-file.yaml", problems));
  EXPECT_FALSE(parse_yaml_file(testing::TempDir(), problems));
  EXPECT_EQ(problems.render_all(), testing::TempDir() +
                                       ": error: this is a folder, not a file\n"
                                       "no-such-file.yaml: error: cannot be read: No such file or "
                                       "directory\n"
                                       "2 errors, 0 warnings\n");
}

TEST(YamlParser, RefusesAFileThatIsTooLarge) {
  constexpr std::size_t kMost = std::size_t{1} << 20;
  const auto path = testing::TempDir() + "steward-large-" + std::to_string(getpid()) + ".yaml";
  const auto read = [&](std::size_t size) {
    std::ofstream(path) << "a: b\n#" + std::string(size - 7, 'x') + "\n";
    Problems problems;
    const auto node = parse_yaml_file(path, problems);
    EXPECT_EQ(node.has_value(), problems.empty());
    return problems.render_all();
  };
  EXPECT_EQ(read(kMost), "");
  EXPECT_EQ(read(kMost + 1), path +
                                 ": error: the file is larger than 1 MiB\n  = split it\n"
                                 "1 error, 0 warnings\n");
  std::filesystem::remove(path);
}

/// Whatever bytes a file has, reading it ends, and says something unless it is right.
TEST(YamlParser, SurvivesCutAndBrokenFiles) {
  const std::string whole =
      "rules:\n  - {a: 'it''s', b: \"x\\u00e9\\n\", c: [1, 2]}\n  - text: >-\n      folded\n"
      "        more\n\n      end\n    other: |2\n        kept\n    plain: one\n      two # why\n";
  ASSERT_EQ(complaints(whole), "");
  for (std::size_t length = 0; length < whole.size(); ++length) {
    static_cast<void>(complaints(whole.substr(0, length)));
    for (const char c : {'"', '\'', '|', '&', '*', '\t', ':', '{', ']', '\\', '\n', '#', '\xC3'}) {
      auto broken = whole;
      broken[length] = c;
      static_cast<void>(complaints(broken));
    }
  }
}

}  // namespace
}  // namespace steward::rules
