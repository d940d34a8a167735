// SPDX-License-Identifier: MIT
#include "rules/calendar_reader.hpp"

#include <fmt/format.h>

#include "rules/local_date.hpp"
#include "rules/opening_reader.hpp"
#include "rules/yaml_reader.hpp"
#include "steward/model/clock.hpp"

namespace steward::rules {
namespace {

/// Reads one calendar.
class CalendarReader {
 public:
  CalendarReader(const YamlNode& file, CalendarForm form, const FeedTexts& feeds,
                 Problems& problems)
      : form_(form),
        feeds_(feeds),
        problems_(problems),
        reader_(file, form == CalendarForm::file ? calendar_file_keys() : calendar_json_keys(),
                form == CalendarForm::file ? "a calendar file" : "a calendar", problems) {}

  PlacedCalendar read() {
    const auto errors_before = problems_.error_count();
    read_name();
    read_zone_key();
    read_extends();
    read_hours();
    read_changes();
    if (const auto* dates = mapping("exceptions")) {
      calendar_.exceptions = read_dates(*dates, problems_);
    }
    read_breaks();
    read_holiday_list();
    if (form_ == CalendarForm::file) read_on_change();
    reader_.finish();
    calendar_.complete = problems_.error_count() == errors_before;
    return std::move(calendar_);
  }

 private:
  [[nodiscard]] const YamlNode* mapping(std::string_view key) { return reader_.mapping(key); }

  void read_name() {
    calendar_.name = reader_.name("calendar");
    calendar_.mark = reader_.mark_of("calendar");
  }

  void read_zone_key() {
    const auto* text = reader_.text("zone");
    if (form_ == CalendarForm::json && reader_.has("timezone")) {
      if (reader_.has("zone")) {
        problems_.error(reader_.mark_of("zone"), "'zone' and 'timezone' are two names of one thing",
                        "give one of them");
      }
      text = reader_.text("timezone");
    }
    if (text != nullptr) calendar_.zone = read_zone(*text, problems_);
  }

  /// A name, or a list of names.
  void read_extends() {
    const auto* node = reader_.value("extends");
    if (node == nullptr) return;
    if (form_ == CalendarForm::json) {
      problems_.error(reader_.mark_of("extends"), "'extends' is for calendar files alone");
    } else if (node->kind == YamlKind::list) {
      for (const auto& item : node->items) add_parent(item);
      if (node->items.empty()) problems_.error(node->mark, "'extends' is an empty list");
    } else {
      add_parent(*node);
    }
  }

  void add_parent(const YamlNode& node) {
    if (node.kind != YamlKind::text) {
      problems_.error(node.mark, fmt::format("'extends' must be a calendar's name or a list of "
                                             "names, not {}",
                                             to_string(node.kind)));
      return;
    }
    const auto name = trimmed(node.text.text());
    for (const auto& other : calendar_.extends) {
      if (trimmed(other.text()) != name) continue;
      problems_.error(node.mark, fmt::format("'{}' is given twice", name));
      return;
    }
    calendar_.extends.push_back(node.text);
  }

  void read_hours() {
    if (form_ == CalendarForm::json) reader_.demand("hours");
    if (const auto* hours = mapping("hours")) calendar_.hours = read_named_days(*hours);
  }

  PlacedWeek read_named_days(const YamlNode& hours) {
    if (hours.entries.empty() && form_ == CalendarForm::file) {
      problems_.error(hours.mark, "'hours' names no day",
                      R"(expected mon-fri: ["09:00-17:00"], or mon-sun: [] when it is closed)");
    }
    return read_week(hours, problems_);
  }

  void read_changes() {
    const auto* node = reader_.value("changes");
    if (node == nullptr) return;
    if (node->kind != YamlKind::list) {
      problems_.error(node->mark,
                      fmt::format("'changes' must be a list, not {}", to_string(node->kind)),
                      "expected - {valid_from: 2027-03-01, hours: …} for each change");
      return;
    }
    auto& changes = calendar_.changes.emplace();
    for (const auto& item : node->items) {
      if (auto change = read_change(item)) changes.push_back(std::move(*change));
    }
  }

  std::optional<PlacedChange> read_change(const YamlNode& item) {
    YamlReader reader(item, hours_change_keys(), "a change of hours", problems_);
    PlacedChange change;
    change.mark = reader.mark_of("valid_from");
    std::optional<std::chrono::sys_days> from;
    if (const auto* text = reader.text("valid_from")) from = read_date(*text, problems_);
    if (const auto* text = reader.text("valid_to")) change.to = read_date(*text, problems_);
    if (const auto* hours = reader.mapping("hours")) change.hours = read_named_days(*hours);
    reader.finish();
    if (!from) return std::nullopt;
    change.from = *from;
    return change;
  }

  void read_breaks() {
    const auto* dates = mapping("breaks");
    if (dates == nullptr) return;
    if (form_ == CalendarForm::file) {
      for (const auto& entry : dates->entries) {
        if (entry.value.kind != YamlKind::list || !entry.value.items.empty()) continue;
        problems_.error(entry.value.mark,
                        fmt::format("'{}' has no break", trimmed(entry.key.text())),
                        R"(expected ["12:00-13:00"])");
      }
    }
    calendar_.breaks = read_dates(*dates, problems_);
  }

  void read_holiday_list() {
    const auto* node = reader_.value("holidays");
    if (node == nullptr) return;
    if (node->kind == YamlKind::list) {
      read_holidays(*node, form_, feeds_, calendar_, problems_);
    } else {
      problems_.error(node->mark,
                      fmt::format("'holidays' must be a list, not {}", to_string(node->kind)),
                      "expected [2026-12-25] or, for a file, [{ics: holidays.ics}]");
    }
  }

  void read_on_change() {
    const auto* change = reader_.text("on_change");
    if (change == nullptr) return;
    const auto parsed = model::parse_on_change(trimmed(change->text()));
    if (!parsed) {
      problems_.error(change->mark(),
                      fmt::format("unknown 'on_change: {}'", trimmed(change->text())),
                      spelling_hint(change->text(), {"keep", "rebase"}));
    }
    calendar_.keeps_dues = parsed == model::OnChange::keep;
  }

  CalendarForm form_;
  const FeedTexts& feeds_;
  Problems& problems_;
  YamlReader reader_;
  PlacedCalendar calendar_;
};

}  // namespace

PlacedCalendar read_calendar(const YamlNode& file, CalendarForm form, Problems& problems,
                             const FeedTexts& feeds) {
  return CalendarReader(file, form, feeds, problems).read();
}

std::optional<calendar::Zone> read_zone(const PlacedText& text, Problems& problems) {
  const auto zone = calendar::Zone::find(trimmed(text.text()));
  if (zone) return *zone;
  const std::string message = zone.error().message();
  const auto split = message.find("': ");
  problems.error(text.mark(), message.substr(0, split == std::string::npos ? split : split + 1),
                 split == std::string::npos ? std::string() : message.substr(split + 3));
  return std::nullopt;
}

}  // namespace steward::rules
