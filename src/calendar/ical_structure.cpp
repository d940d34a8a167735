// SPDX-License-Identifier: MIT
#include "calendar/ical_structure.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>

namespace steward::calendar {
namespace {

/// RFC 5545 has three: an alarm in an event in a calendar. libical follows any number by recursion.
constexpr std::size_t kDeepest = 10;

struct Component {
  std::string name;
  int line;
};

/// The name after "BEGIN:" or "END:", in capitals.
std::optional<std::string> named(std::string_view line, std::string_view keyword) {
  if (line.size() <= keyword.size() || line[keyword.size()] != ':') return std::nullopt;
  std::string text(line);
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  if (text.compare(0, keyword.size(), keyword) != 0) return std::nullopt;
  return text.substr(keyword.size() + 1);
}

/// Takes a text line by line.
class Structure {
 public:
  [[nodiscard]] Result<> take(std::string_view line, int number) {
    if (line.empty() || line.front() == ' ' || line.front() == '\t') return {};
    if (const auto name = named(line, "BEGIN")) {
      if (open_.empty() && *name != "VCALENDAR") return not_a_calendar(number);
      if (open_.size() == kDeepest) {
        return wrong_line(number, fmt::format("components are more than {} deep", kDeepest));
      }
      if (*name == "VEVENT") events_.push_back(number);
      open_.push_back({*name, number});
      return {};
    }
    if (open_.empty()) return not_a_calendar(number);
    if (const auto name = named(line, "END")) return close(*name, number);
    if (line.find(':') == std::string_view::npos) {
      return wrong_line(number, fmt::format("'{}' is not a property: expected NAME:VALUE", line));
    }
    return {};
  }

  [[nodiscard]] Result<std::vector<int>> end() const {
    if (!open_.empty()) {
      return wrong_line(open_.back().line, fmt::format("{} has no end", open_.back().name));
    }
    if (events_.empty()) return Error(ErrorCode::invalid_input, "the calendar has no events");
    return events_;
  }

 private:
  static Error not_a_calendar(int number) {
    return wrong_line(number, "this is not iCalendar: expected BEGIN:VCALENDAR");
  }

  Result<> close(const std::string& name, int number) {
    const auto& open = open_.back();
    if (open.name != name) {
      return wrong_line(number,
                        fmt::format("END:{} ends no {}: expected END:{}, which begins in line "
                                    "{}",
                                    name, name, open.name, open.line));
    }
    open_.pop_back();
    return {};
  }

  std::vector<Component> open_;
  std::vector<int> events_;
};

}  // namespace

Error wrong_line(int line, std::string_view what) {
  return invalid_input(fmt::format("line {}: {}", line, what));
}

Result<std::vector<int>> event_lines(std::string_view text) {
  Structure structure;
  for (int number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (const auto taken = structure.take(line, number); !taken) return taken.error();
  }
  return structure.end();
}

}  // namespace steward::calendar
