// SPDX-License-Identifier: MIT
#include "web/exposition.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <cstdlib>

namespace steward::web {
namespace {

/// Of a label's value: a backslash, a quote and a line feed are written with a backslash.
std::string escaped(std::string_view value) {
  std::string text;
  for (const char character : value) {
    if (character == '\n') {
      text += "\\n";
      continue;
    }
    if (character == '\\' || character == '"') text += '\\';
    text += character;
  }
  return text;
}

}  // namespace

std::string in_seconds(Microseconds duration) {
  constexpr std::int64_t kSecond = 1'000'000;
  const auto micros = duration.count();
  auto text = fmt::format("{}{}.{:06}", micros < 0 ? "-" : "", std::abs(micros / kSecond),
                          std::abs(micros % kSecond));
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

void Exposition::family(std::string_view name, std::string_view type, std::string_view help) {
  name_ = name;
  text_ += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

void Exposition::sample(std::string_view value, const Labels& labels) {
  line("", labels, value);
}

void Exposition::histogram(const Histogram& histogram) {
  std::int64_t passed = 0;
  for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
    passed += histogram.counts[i];
    const auto bound =
        i < histogram.bounds.size() ? in_seconds(histogram.bounds[i]) : std::string("+Inf");
    line("_bucket", {{"le", bound}}, std::to_string(passed));
  }
  line("_sum", {}, in_seconds(histogram.sum));
  line("_count", {}, std::to_string(passed));
}

void Exposition::line(std::string_view suffix, const Labels& labels, std::string_view value) {
  text_ += name_;
  text_ += suffix;
  char before = '{';
  for (const auto& [name, label] : labels) {
    text_ += fmt::format("{}{}=\"{}\"", before, name, escaped(label));
    before = ',';
  }
  if (!labels.empty()) text_ += '}';
  text_ += fmt::format(" {}\n", value);
}

}  // namespace steward::web
