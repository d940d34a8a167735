// SPDX-License-Identifier: MIT
#include "steward/model/rule.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/enum_names.hpp"
#include "steward/model/key_sql.hpp"
#include "steward/model/schedule.hpp"

namespace steward::model {
namespace {

using namespace std::chrono_literals;

constexpr EnumNames<Severity, 3> kSeverities{
    {{Severity::minor, "minor"}, {Severity::major, "major"}, {Severity::critical, "critical"}}};

/// "4 working hours": in the largest unit that divides it.
std::string working_time(Microseconds time) {
  const auto in = [&](Microseconds unit, std::string_view name) {
    const auto count = time / unit;
    return fmt::format("{} working {}{}", count, name, count == 1 ? "" : "s");
  };
  if (time % 1h == 0us) return in(1h, "hour");
  if (time % 1min == 0us) return in(1min, "minute");
  return in(1s, "second");
}

}  // namespace

std::string_view to_string(Mode mode) {
  switch (mode) {
    case Mode::live:
      return "live";
    case Mode::shadow:
      return "shadow";
    case Mode::off:
      return "off";
  }
  return "off";
}

std::string Read::noted() const {
  return columns_name(join_columns);
}

std::optional<OnChange> parse_on_change(std::string_view text) {
  if (text == "keep") return OnChange::keep;
  if (text == "rebase") return OnChange::rebase;
  return std::nullopt;
}
std::optional<Mode> parse_mode(std::string_view text) {
  if (text == "live") return Mode::live;
  if (text == "shadow") return Mode::shadow;
  if (text == "off") return Mode::off;
  return std::nullopt;
}

std::string_view to_string(Severity severity) {
  return name_of(kSeverities, severity);
}

std::optional<Severity> parse_severity(std::string_view text) {
  return value_of(kSeverities, text);
}

std::string to_string(const Moment& moment) {
  if (moment.percent) return fmt::format("{}%", *moment.percent);
  const std::string anchor = moment.anchor == Anchor::start ? "start" : "due";
  if (moment.span) {
    auto size = *moment.span;
    const bool before = size.count < 0;
    if (before) size.count = -size.count;
    return fmt::format("{} {} {}", anchor, before ? "-" : "+", calendar::to_string(size));
  }
  if (moment.offset == 0us) return anchor;
  const auto size = moment.offset < 0us ? -moment.offset : moment.offset;
  const auto length =
      moment.working ? working_time(size)
                     : calendar::to_string(calendar::Span{calendar::SpanKind::open_time, size, 0});
  return fmt::format("{} {} {}", anchor, moment.offset < 0us ? "-" : "+", length);
}

const Step* Rule::step(std::string_view id) const {
  const auto own = step_of(id);
  const auto found =
      std::find_if(steps.begin(), steps.end(), [&](const Step& step) { return step.id == own; });
  return found == steps.end() ? nullptr : &*found;
}

const Rule* RuleSet::rule(std::string_view name) const {
  const auto found =
      std::find_if(rules.begin(), rules.end(), [&](const Rule& rule) { return rule.name == name; });
  return found == rules.end() ? nullptr : &*found;
}

}  // namespace steward::model
