// SPDX-License-Identifier: MIT
// Calendars from texts of files.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "rules/calendar_family.hpp"
#include "rules/calendar_reader.hpp"
#include "rules/yaml_parser.hpp"

namespace steward::test {

/// The calendars of files called a.yaml, b.yaml, …, and what is said about them.
class CalendarTexts {
 public:
  explicit CalendarTexts(const std::vector<std::string>& texts, const calendar::Zone& zone = {})
      : family_(zone, problems_) {
    char name = 'a';
    for (const auto& text : texts) {
      const auto file = std::string(1, name++) + ".yaml";
      problems_.add_source(file, text);
      const auto node = rules::parse_yaml(rules::SourceText(file, text), problems_);
      if (node) {
        family_.add(rules::read_calendar(*node, rules::CalendarForm::file, problems_));
      } else {
        family_.leave_open();
      }
    }
    family_.build();
  }
  CalendarTexts(const CalendarTexts&) = delete;
  CalendarTexts& operator=(const CalendarTexts&) = delete;

  [[nodiscard]] std::string said() const { return problems_.render_all(); }
  [[nodiscard]] bool has(const std::string& name) const {
    return family_.calendars().count(name) > 0;
  }
  [[nodiscard]] const calendar::Calendar& operator[](const std::string& name) const {
    return family_.calendars().at(name);
  }
  [[nodiscard]] rules::CalendarFamily& family() { return family_; }
  [[nodiscard]] Problems& problems() { return problems_; }

 private:
  Problems problems_;
  rules::CalendarFamily family_;
};

/// What is said about one file, a.yaml.
inline std::string said_of_calendar(const std::string& text) {
  return CalendarTexts({text}).said();
}

/// The hours of a date as its calendar's clock shows them: "09:00-17:00 22:00-02:00", "" when
/// nothing opens on it.
inline std::string hours_on(const calendar::Calendar& calendar, const std::string& date) {
  const auto midnight = parse_instant(date).value();
  const auto day = calendar.day(std::chrono::floor<std::chrono::days>(midnight)).value();
  std::string hours;
  const auto time = [&](Instant instant) {
    return calendar::format_table(instant, calendar.zone()).substr(11);
  };
  for (const auto& [from, to] : day.openings) {
    hours += (hours.empty() ? "" : " ") + time(from) + "-" + time(to);
  }
  return hours;
}

/// The name of the holiday on a date; "no holiday" when it is none.
inline std::string holiday_on(const calendar::Calendar& calendar, const std::string& date) {
  const auto midnight = parse_instant(date).value();
  const auto day = calendar.day(std::chrono::floor<std::chrono::days>(midnight)).value();
  return day.is_holiday ? day.holiday : "no holiday";
}

}  // namespace steward::test
