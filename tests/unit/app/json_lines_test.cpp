// SPDX-License-Identifier: MIT
#include "app/json_lines.hpp"
#include "app/json_members.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <thread>

namespace steward::app {
namespace {

/// A pipe whose ends are closed at the end of the test, or before.
class Pipe {
 public:
  Pipe() { EXPECT_EQ(pipe(ends_), 0); }
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  [[nodiscard]] int read_end() const { return ends_[0]; }
  [[nodiscard]] int write_end() const { return ends_[1]; }
  void send(std::string_view text) const {
    EXPECT_EQ(write(ends_[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  void close_write_end() { close_end(1); }

  /// Waits for it.
  [[nodiscard]] std::string receive_line() const {
    std::string line;
    for (char c = 0; read(ends_[0], &c, 1) == 1 && c != '\n';) line += c;
    return line;
  }

 private:
  void close_end(int end) {
    if (ends_[end] >= 0) close(ends_[end]);
    ends_[end] = -1;
  }

  int ends_[2]{-1, -1};
};

/// Doubles "n".
Result<json::object> doubled(const json::object& object) {
  if (const auto known = require_known_keys(object, {"n", "note"}); !known) return known.error();
  const auto* const n = object.if_contains("n");
  if (n == nullptr || !n->is_int64()) return Error(ErrorCode::invalid_input, "'n' is missing");
  return json::object{{"result", 2 * n->get_int64()}};
}

/// What comes out when all of this goes in. Files, so that no pipe can be full.
std::string answers_to(const std::string& text) {
  FILE* const input = std::tmpfile();
  FILE* const output = std::tmpfile();
  std::fwrite(text.data(), 1, text.size(), input);
  std::rewind(input);
  const auto done = answer_json_lines(fileno(input), fileno(output), doubled);
  EXPECT_TRUE(done) << done.error().message();
  std::rewind(output);
  std::string answers;
  for (int c = 0; (c = std::fgetc(output)) != EOF;) answers += static_cast<char>(c);
  std::fclose(input);
  std::fclose(output);
  return answers;
}

TEST(JsonLines, AnswersEachLineInOrder) {
  EXPECT_EQ(answers_to(""), "");
  EXPECT_EQ(answers_to("{\"n\":1}\n"), "{\"result\":2}\n");
  EXPECT_EQ(answers_to("{\"n\":1}\r\n {\"n\": 2} \n{\"n\":3}"),
            "{\"result\":2}\n{\"result\":4}\n{\"result\":6}\n");
}

TEST(JsonLines, AnswersWhatIsWrongAndGoesOn) {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"", R"({"error":"the line is empty: expected a JSON object"})"},
      {" \t\r", R"({"error":"the line is empty: expected a JSON object"})"},
      {"{\"n\":", R"({"error":"not JSON at character 6: incomplete JSON"})"},
      {"n=1", R"({"error":"not JSON at character 2: syntax error"})"},
      {"{\"n\":1}{}", R"({"error":"not JSON at character 8: extra data"})"},
      {"[1]", R"({"error":"expected a JSON object"})"},
      {"{}", R"({"error":"'n' is missing"})"},
      {"{\"n\":1,\"nots\":2}", R"({"error":"unknown key 'nots': did you mean 'note'?"})"},
      {"{\"zebra\":1}", R"({"error":"unknown key 'zebra': expected one of: n, note"})"},
  };
  for (const auto& [line, answer] : rows) {
    EXPECT_EQ(answers_to(line + "\n{\"n\":7}\n"), answer + "\n{\"result\":14}\n") << line;
  }
}

TEST(JsonLines, RefusesALineThatIsTooLong) {
  const std::string start = R"({"n":4,"note":")";
  const std::string end = "\"}";
  const std::string filling(kLongestLine - start.size() - end.size(), 'x');
  const auto longest = start + filling + end + "\n";
  const auto too_long = start + filling + "x" + end + "\n";
  const std::string refused = "{\"error\":\"the line is longer than 1048576 bytes\"}\n";
  EXPECT_EQ(answers_to(longest), "{\"result\":8}\n");
  EXPECT_EQ(answers_to(too_long + longest), refused + "{\"result\":8}\n");
  EXPECT_EQ(answers_to(std::string(5 * kLongestLine, '[')), refused);
}

TEST(JsonLines, RefusesAKeyThatIsGivenTwice) {
  const std::string twice = "{\"error\":\"a key is given twice\"}\n";
  EXPECT_EQ(answers_to("{\"n\":1,\"n\":2}\n"), twice);
  EXPECT_EQ(answers_to("{\"n\":1,\"note\":[{\"a\":{\"b\":1,\"b\":1}}]}\n"), twice);
  EXPECT_EQ(answers_to("{\"n\":1,\"\\u006e\":2}\n"), twice) << "the same key, written otherwise";
  // Colons in texts are none of a key.
  EXPECT_EQ(answers_to("{\"n\":1,\"note\":\"a:\\\":\\\\\"}\n"), "{\"result\":2}\n");
}

TEST(JsonLines, AnswersAPeerThatWaits) {
  Pipe input;
  Pipe output;
  std::thread program([&] {
    EXPECT_TRUE(answer_json_lines(input.read_end(), output.write_end(), doubled));
    output.close_write_end();
  });
  input.send("{\"n\":1}\n");
  EXPECT_EQ(output.receive_line(), "{\"result\":2}");
  input.send("{\"n\":2}\n{\"n\"");
  EXPECT_EQ(output.receive_line(), "{\"result\":4}");
  input.send(":3}\n");
  EXPECT_EQ(output.receive_line(), "{\"result\":6}");
  input.close_write_end();
  program.join();
  EXPECT_EQ(output.receive_line(), "");
}

TEST(JsonLines, SaysWhenItCannotReadOrWrite) {
  const auto unread = answer_json_lines(-1, -1, doubled);
  ASSERT_FALSE(unread);
  EXPECT_EQ(unread.error(),
            Error(ErrorCode::unavailable, "cannot read the lines: Bad file descriptor"));
  Pipe input;
  input.send("{}\n");
  const auto unwritten = answer_json_lines(input.read_end(), -1, doubled);
  ASSERT_FALSE(unwritten);
  EXPECT_EQ(unwritten.error(),
            Error(ErrorCode::unavailable, "cannot write the answers: Bad file descriptor"));
}

}  // namespace
}  // namespace steward::app
