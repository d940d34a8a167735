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
    "expected start, due, start + 2h, due - 24h, due + 4 working hours, due - 2 working days or "
    "75%";
constexpr int kMostPercent = 1000;
constexpr std::string_view kWorking = " working ";

/// "4 working hours" as "4 hours"; nothing when it is not about working time.
std::optional<std::string> without_working(std::string_view length) {
  const auto word = length.find(kWorking);
  if (word == std::string_view::npos) return std::nullopt;
  return std::string(length.substr(0, word)) + " " +
         std::string(length.substr(word + kWorking.size()));
}

bool mentions_days(std::string_view length) {
  return length.find('d') != std::string_view::npos || length.find('w') != std::string_view::npos;
}

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
    const bool back = sign == '-';
    moment.offset = back ? -*offset : *offset;
    if (moment.span && back) moment.span->count = -moment.span->count;
    if (moment.anchor == Anchor::start && back && moment != Moment{Anchor::start, 0us, false, {}}) {
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
    if (value < 1 || value > kMostPercent) {
      problems_.error(text_.mark(), fmt::format("'{}' is not a share of the time", written_),
                      fmt::format("expected 1% to {}%", kMostPercent));
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

  /// "24h"; or "4 working hours", for which `working` is set; or "2 working days" and "1 month",
  /// which go to `span`.
  std::optional<Microseconds> take_offset(Moment& moment) {
    const std::string length(written_.substr(at_));
    const auto span = calendar::parse_span(length);
    const bool by_calendar = span && (span->kind == calendar::SpanKind::working_days ||
                                      span->kind == calendar::SpanKind::months);
    if (by_calendar && span->count > 0) {
      moment.span = *span;
      return 0us;
    }
    const auto open_time = without_working(length);
    moment.working = open_time.has_value();
    if (open_time && mentions_days(*open_time)) {
      problems_.error(text_.mark(), fmt::format("'{}' is not a time of a step", written_),
                      "working time is counted in hours and minutes, 4 working hours, or in whole "
                      "working days");
      return std::nullopt;
    }
    const auto parsed = calendar::parse_elapsed(open_time.value_or(length));
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

std::optional<Interval> parse_interval(const PlacedText& text, Problems& problems) {
  const auto written = trimmed(text.text());
  const auto open_time = without_working(written);
  const auto time = calendar::parse_elapsed(open_time ? *open_time : std::string(written));
  if (!time || (open_time && mentions_days(*open_time))) {
    problems.error(text.mark(), fmt::format("'{}' is not a time between two acts", written),
                   "expected 4h, 30m, 1d, 1 week or 4 working hours");
    return std::nullopt;
  }
  if (*time < 1min) {
    problems.error(text.mark(), "'every' must be at least a minute");
    return std::nullopt;
  }
  return Interval{*time, open_time.has_value()};
}

void report_length(const SourceMark& mark, const Error& error, Problems& problems) {
  const auto& text = error.message();
  auto split = text.find(": expected ");
  if (split == std::string::npos) split = text.find(": did you mean ");
  if (split == std::string::npos) {
    problems.error(mark, text);
  } else {
    problems.error(mark, text.substr(0, split), text.substr(split + 2));
  }
}

}  // namespace steward::rules
