// SPDX-License-Identifier: MIT
// Which keys a calendar file may have.
#include <initializer_list>
#include <map>

#include "rules/key_table.hpp"

namespace steward::rules {

using enum ValueForm;

const KeyTable& hours_change_keys() {
  static const KeyTable table{
      "change of hours",
      {required({"valid_from", date, "its first date, 2027-03-01", "2027-03-01"}),
       required({"hours", week, "when the calendar is open on each day of the week then",
                 R"({mon-fri: ["09:00-17:00"]})"}),
       {"valid_to", date, "its last date; for good if left out", "2027-08-31"}}};
  return table;
}

const KeyTable& holiday_keys() {
  static const KeyTable table{
      "holiday",
      {{"date", date, "the date", "2026-12-25"},
       {"rrule", line, "a recurrence of RFC 5545", "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"},
       {"easter", number, "how many days after Easter Sunday; negative: before", "-2"},
       {"ics", line, "a file of iCalendar beside this one", "holidays.ics"},
       {"from", date, "the first date that can be one", "1970-01-01"},
       {"name", line, "what it is called", "Christmas Day"}}};
  return table;
}

namespace {

KeyTable some_of(const KeyTable& all, std::initializer_list<std::string_view> names) {
  KeyTable table{all.name, {}};
  for (const auto key : names) table.keys.push_back(*all.find(key));
  return table;
}

std::vector<Key> common_keys() {
  return {
      {"zone", line, "whose clocks the times are of", "America/New_York"},
      {"extends", names, "the calendars to take over from", "us-federal-holidays"},
      {"hours", week, "when it is open on each day of the week", R"({mon-fri: ["09:00-17:00"]})"},
      keys_below("changes", list, "other hours from a date on", hours_change_keys()),
      {"exceptions", dates, "what opens on a date instead, holiday or not",
       R"({2026-12-24: ["09:00-12:00"]})"},
      {"breaks", dates, "what is taken out of a date's openings",
       R"({2026-12-23: ["12:00-13:00"]})"},
      keys_below("holidays", date_or_mapping_list, "the dates on which nothing opens",
                 holiday_keys(), "[2026-12-25]")};
}

KeyTable with_first(std::string_view title, Key first) {
  KeyTable table{title, {std::move(first)}};
  for (auto& key : common_keys()) table.keys.push_back(std::move(key));
  return table;
}

}  // namespace

const KeyTable& holiday_keys(std::string_view kind) {
  static const std::map<std::string_view, KeyTable> tables = {
      {"date", some_of(holiday_keys(), {"date", "name"})},
      {"rrule", some_of(holiday_keys(), {"rrule", "from", "name"})},
      {"easter", some_of(holiday_keys(), {"easter", "from", "name"})},
      {"ics", some_of(holiday_keys(), {"ics"})},
  };
  return tables.at(kind);
}

const KeyTable& calendar_file_keys() {
  static const auto table = [] {
    auto made =
        with_first("calendar file", required({"calendar", name, "its name", "business-hours"}));
    made.keys.push_back(choice_key("on_change",
                                   "what an edit does to the dues still ahead; rebase if left out",
                                   "keep", {"keep", "rebase"}));
    return made;
  }();
  return table;
}

const KeyTable& calendar_json_keys() {
  static const auto table = [] {
    auto made = with_first("calendar", {"calendar", name, "its name", "business-hours"});
    made.refused = {"on_change"};
    made.keys.push_back({"timezone", line, "whose clocks the times are of", "America/New_York"});
    return made;
  }();
  return table;
}

}  // namespace steward::rules
