// SPDX-License-Identifier: MIT
// All calendars of the files, each with what it takes over from those that it extends.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "rules/calendar_parts.hpp"
#include "rules/name_list.hpp"
#include "steward/calendar/calendar.hpp"
#include "steward/model/rule.hpp"
#include "steward/rules/file_set.hpp"

namespace steward::rules {

/// Built once all files are read: a calendar may extend one of a later file. Whoever extends
/// a calendar with a mistake has none of its own for that.
class CalendarFamily {
 public:
  /// `zone` is that of calendars which name none and inherit none.
  CalendarFamily(const calendar::Zone& zone, Problems& problems)
      : zone_(zone), problems_(problems) {}

  /// A file could not be read, or its calendar has no name: any name may be there.
  void leave_open() { names_.leave_open(); }
  /// Takes a calendar in; one whose name is taken is reported and left out.
  void add(PlacedCalendar calendar);
  /// Puts all together. To be called once.
  void build();

  /// Those without a mistake, and "always".
  [[nodiscard]] const std::map<std::string, calendar::Calendar, std::less<>>& calendars() const {
    return calendars_;
  }
  /// Files of holidays that end, in the order of the files that name them.
  [[nodiscard]] const std::vector<model::HolidayFile>& holiday_files() const {
    return holiday_files_;
  }
  /// Those whose edits leave the dues of open promises as they are.
  [[nodiscard]] const std::set<std::string, std::less<>>& kept() const { return kept_; }
  /// SHA-256 of what all of them say: the same for files that differ in comments alone.
  [[nodiscard]] std::string digest() const;
  [[nodiscard]] bool knows(std::string_view name) const { return calendars_.contains(name); }
  /// Whether a rule or chain may count by this calendar; reports it otherwise.
  bool check(const PlacedText& reference) const;

 private:
  const CalendarParts* resolve(const std::string& name);
  [[nodiscard]] std::optional<CalendarParts> put_together(const PlacedCalendar& own);
  const CalendarParts* parent(const PlacedText& reference);
  void report_circle(const PlacedText& reference);
  bool opens(const calendar::Definition& definition, const PlacedCalendar& own);

  calendar::Zone zone_;
  Problems& problems_;
  NameList names_{"calendar"};
  std::map<std::string, PlacedCalendar, std::less<>> files_;
  std::map<std::string, std::optional<CalendarParts>, std::less<>> parts_;
  std::vector<std::string> under_way_;  ///< each extends the one after it
  std::map<std::string, calendar::Calendar, std::less<>> calendars_;
  std::set<std::string, std::less<>> without_hours_;
  std::vector<model::HolidayFile> holiday_files_;
  std::set<std::string, std::less<>> kept_;
  std::map<std::string, std::string, std::less<>> digests_;
};

/// Puts the calendars of a set together.
[[nodiscard]] CalendarFamily read_calendars(const FileSet& files, const calendar::Zone& zone,
                                            Problems& problems);

}  // namespace steward::rules
