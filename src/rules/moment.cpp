// SPDX-License-Identifier: MIT
#include "rules/moment.hpp"

#include <fmt/format.h>

#include <charconv>

#include "rules/yaml_node.hpp"

namespace steward::rules {
namespace {

using model::Anchor;
using model::Moment;
using namespace std::chrono_literals;

constexpr std::string_view kForms =
    "expected start, due, start + 2h, due - 24h, due + 4 working hours or 75%";

/// Reads one `at:`; `written_` is what stands there, without surrounding white space.
class MomentParser {
 public:
  MomentParser(const PlacedText& text, Problems& problems)
      : text_(text), written_(trimmed(text.text())), problems_(problems) {}

  std::optional<Moment> parse() {
    if (!written_.empty() && written_.back() == '%') return percent();
    const auto anchor = take_anchor();
    if (!anchor) return refuse();
    Moment moment{*anchor, 0us, false, std::nullopt};
    skip_spaces();
    if (at_ == written_.size()) return moment;
    const char sign = written_[at_++];
    if (sign != '+' && sign != '-') return refuse();
    skip_spaces();
    const auto offset = take_offset(moment);
    if (!offset) return std::nullopt;
    moment.offset = sign == '-' ? -*offset : *offset;
    if (moment.anchor == Anchor::start && moment.offset < 0us) {
      problems_.error(text_.mark(), "a step cannot act before the clock starts");
      return std::nullopt;
    }
    return moment;
  }

 private:
  std::nullopt_t refuse() {
    problems_.error(text_.mark(), fmt::format("'{}' is not a time of a step", written_),
                    std::string(kForms));
    return std::nullopt;
  }

  std::optional<Moment> percent() {
    int value = 0;
    const auto* end = written_.data() + written_.size() - 1;
    const auto [stop, failure] = std::from_chars(written_.data(), end, value);
    if (failure != std::errc() || stop != end) return refuse();
    if (value < 1 || value > 100) {
      problems_.error(text_.mark(), fmt::format("'{}' is not a share of the time", written_),
                      "expected 1% to 100%");
      return std::nullopt;
    }
    Moment moment;
    moment.percent = value;
    return moment;
  }

  std::optional<Anchor> take_anchor() {
    const auto word = written_.substr(0, written_.find_first_of(" \t+-"));
    at_ = word.size();
    if (word == "start") return Anchor::start;
    if (word == "due") return Anchor::due;
    return std::nullopt;
  }

  void skip_spaces() {
    while (at_ < written_.size() && (written_[at_] == ' ' || written_[at_] == '\t')) ++at_;
  }

  /// "24h", or "4 working hours", for which `working` is set.
  std::optional<Microseconds> take_offset(Moment& moment) {
    constexpr std::string_view kWorking = " working ";
    std::string length(written_.substr(at_));
    if (const auto word = length.find(kWorking); word != std::string::npos) {
      moment.working = true;
      length.replace(word, kWorking.size(), " ");
      if (length.find('d') != std::string::npos) {
        problems_.error(text_.mark(), fmt::format("'{}' is not a time of a step", written_),
                        "working time is counted in hours and minutes: 4 working hours");
        return std::nullopt;
      }
    }
    const auto parsed = calendar::parse_elapsed(length);
    if (parsed) return *parsed;
    report_length(text_.mark(), parsed.error(), problems_);
    return std::nullopt;
  }

  const PlacedText& text_;
  std::string_view written_;
  std::size_t at_ = 0;
  Problems& problems_;
};

}  // namespace

std::optional<Moment> parse_moment(const PlacedText& text, Problems& problems) {
  return MomentParser(text, problems).parse();
}

void report_length(const SourceMark& mark, const Error& error, Problems& problems) {
  const auto& text = error.message();
  const auto split = text.find(": expected ");
  if (split == std::string::npos) {
    problems.error(mark, text);
  } else {
    problems.error(mark, text.substr(0, split), text.substr(split + 2));
  }
}

}  // namespace steward::rules
