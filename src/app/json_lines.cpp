// SPDX-License-Identifier: MIT
#include "app/json_lines.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>

namespace steward::app {
namespace {

constexpr std::size_t kBlock = 1 << 16;

Error failed(std::string_view what) {
  return {ErrorCode::unavailable, fmt::format("cannot {}: {}", what, std::strerror(errno))};
}

/// The members that a JSON text writes: each has one colon, and no other stands outside a string.
std::size_t members_written(std::string_view text) {
  std::size_t colons = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') in_string = !in_string;
    if (in_string && text[i] == '\\') ++i;
    if (!in_string && text[i] == ':') ++colons;
  }
  return colons;
}

std::size_t members_of(const json::value& value) {
  std::size_t members = 0;
  if (const auto* const object = value.if_object()) {
    members = object->size();
    for (const auto& [key, member] : *object) members += members_of(member);
  } else if (const auto* const array = value.if_array()) {
    for (const auto& item : *array) members += members_of(item);
  }
  return members;
}

Result<json::object> try_answer(std::string_view line, const JsonAnswer& answer) {
  if (line.size() > kLongestLine) {
    return invalid_input(fmt::format("the line is longer than {} bytes", kLongestLine));
  }
  if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
    return invalid_input("the line is empty: expected a JSON object");
  }
  auto value = parse_json(line);
  if (!value) return value.error();
  if (!value->is_object()) return invalid_input("expected a JSON object");
  // Of two equal keys the parser keeps one: which of them was meant, nobody knows.
  if (members_of(*value) < members_written(line)) return invalid_input("a key is given twice");
  return answer(value->get_object());
}

/// The answers that are not yet written.
class Writer {
 public:
  explicit Writer(int output) : output_(output) {}

  void add(const json::object& answer) {
    pending_ += json::serialize(answer);
    pending_ += '\n';
  }

  [[nodiscard]] bool is_full() const { return pending_.size() >= kBlock; }

  [[nodiscard]] Result<> flush() {
    std::string_view rest = pending_;
    while (!rest.empty()) {
      const auto written = write(output_, rest.data(), rest.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return failed("write the answers");
      rest.remove_prefix(static_cast<std::size_t>(written));
    }
    pending_.clear();
    return {};
  }

 private:
  int output_;
  std::string pending_;
};

/// Cuts what is read into lines, of which one may come in many pieces.
class Lines {
 public:
  Lines(const JsonAnswer& answer, Writer& writer) : answer_(answer), writer_(writer) {}

  [[nodiscard]] Result<> take(std::string_view read) {
    while (!read.empty()) {
      const auto end = read.find('\n');
      keep(read.substr(0, end));
      if (end == std::string_view::npos) return {};
      finish_line();
      if (writer_.is_full()) {
        if (const auto written = writer_.flush(); !written) return written;
      }
      read.remove_prefix(end + 1);
    }
    return {};
  }

  void end() {
    if (!line_.empty()) finish_line();
  }

 private:
  // One character more than is allowed says that it is too long; the rest of it is not kept.
  void keep(std::string_view piece) { line_ += piece.substr(0, kLongestLine + 1 - line_.size()); }

  void finish_line() {
    writer_.add(answer_json_line(line_, answer_));
    line_.clear();
  }

  const JsonAnswer& answer_;
  Writer& writer_;
  std::string line_;
};

}  // namespace

json::object answer_json_line(std::string_view line, const JsonAnswer& answer) {
  const auto answered = try_answer(line, answer);
  return answered ? *answered : json::object{{"error", answered.error().message()}};
}

Result<> answer_json_lines(int input, int output, const JsonAnswer& answer) {
  Writer writer(output);
  Lines lines(answer, writer);
  std::string block(kBlock, '\0');
  while (true) {
    if (const auto written = writer.flush(); !written) return written;
    const auto got = read(input, block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed("read the lines");
    if (got == 0) break;
    const std::string_view piece(block.data(), static_cast<std::size_t>(got));
    if (const auto taken = lines.take(piece); !taken) return taken;
  }
  lines.end();
  return writer.flush();
}

}  // namespace steward::app
