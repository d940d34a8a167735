// SPDX-License-Identifier: MIT
#include "rules/calendar_check.hpp"

namespace steward::rules {
namespace {

using calendar::Calendar;
using calendar::Definition;
using calendar::Opening;

/// Puts a calendar together again, piece by piece: what makes it wrong is the piece put in last.
/// So the rules of what fits stay the calendar layer's own.
class MisfitSearch {
 public:
  MisfitSearch(const Definition& definition, const PlacedCalendar& own, Problems& problems)
      : whole_(definition), own_(own), problems_(problems) {}

  void run(const Error& of_all) {
    const auto errors_before = problems_.error_count();
    try_hours();
    if (own_.changes) try_changes(*own_.changes);
    for (const auto& date : own_.exceptions) try_date(&Definition::exceptions, date);
    for (const auto& date : own_.breaks) try_date(&Definition::breaks, date);
    if (problems_.error_count() != errors_before) return;
    // It lies between calendars that are right by themselves.
    problems_.error(own_.extends.empty() ? own_.mark : own_.extends.front().mark(),
                    of_all.message());
  }

 private:
  /// A definition without anything that could be wrong.
  [[nodiscard]] Definition blank() const {
    Definition blank;
    blank.name = whole_.name;
    blank.zone = whole_.zone;
    return blank;
  }

  /// Whether it makes sense; otherwise the mistake is reported.
  bool makes_sense(const Definition& probe, const SourceMark& mark) {
    const auto calendar = Calendar::from(probe);
    if (!calendar) problems_.error(mark, calendar.error().message());
    return calendar.has_value();
  }

  /// Adds openings to days of `week`, which is a part of `probe`, as long as they fit.
  void try_week(Definition& probe, calendar::Week& week, const PlacedWeek& placed) {
    for (const auto& entry : placed.entries) {
      for (const auto& [opening, mark] : entry.openings) {
        for (const auto day : entry.days) week[day].push_back(opening);
        if (makes_sense(probe, mark)) continue;
        for (const auto day : entry.days) week[day].pop_back();
      }
    }
  }

  void try_hours() {
    if (!own_.hours) return;
    auto probe = blank();
    probe.hours = whole_.hours;
    for (const auto& entry : own_.hours->entries) {
      for (const auto day : entry.days) probe.hours[day].clear();
    }
    if (Calendar::from(probe)) try_week(probe, probe.hours, *own_.hours);
  }

  void try_changes(const std::vector<PlacedChange>& changes) {
    auto dates = blank();
    for (const auto& change : changes) {
      dates.changes.push_back({change.from, change.to, {}});
      if (!makes_sense(dates, change.mark)) dates.changes.pop_back();
      auto probe = blank();
      probe.changes.push_back({change.from, std::nullopt, {}});
      try_week(probe, probe.changes.front().hours, change.hours);
    }
  }

  template <class Dates>
  void try_date(Dates Definition::*member, const PlacedDate& date) {
    auto probe = blank();
    auto& openings = (probe.*member)[date.date];
    for (const auto& [opening, mark] : date.openings) {
      openings.push_back(opening);
      if (!makes_sense(probe, mark)) openings.pop_back();
    }
  }

  const Definition& whole_;
  const PlacedCalendar& own_;
  Problems& problems_;
};

}  // namespace

std::optional<Calendar> compile_calendar(const Definition& definition, const PlacedCalendar& own,
                                         Problems& problems) {
  const auto calendar = Calendar::from(definition);
  if (calendar) return *calendar;
  MisfitSearch(definition, own, problems).run(calendar.error());
  return std::nullopt;
}

}  // namespace steward::rules
