// SPDX-License-Identifier: MIT
#include "rules/holiday_reader.hpp"

#include <fmt/format.h>

#include <set>

#include "rules/local_date.hpp"
#include "rules/yaml_reader.hpp"

namespace steward::rules {
namespace {

using std::chrono::sys_days;

constexpr std::string_view kBetweenNames = " / ";

/// Whether `name` is one of those that are joined in `names`.
bool is_among(std::string_view names, std::string_view name) {
  for (auto from = std::size_t{0}; from <= names.size();) {
    const auto end = std::min(names.find(kBetweenNames, from), names.size());
    if (names.substr(from, end - from) == name) return true;
    from = end + kBetweenNames.size();
  }
  return false;
}

/// Reads the list of one calendar.
class HolidayReader {
 public:
  HolidayReader(CalendarForm form, PlacedCalendar& calendar, Problems& problems)
      : form_(form), calendar_(calendar), problems_(problems) {}

  void read(const YamlNode& item) {
    if (item.kind == YamlKind::text) {
      add_date(item.text, "");
      return;
    }
    YamlReader holiday(item, "a holiday", problems_);
    holiday.refuse({"rrule", "easter", "ics", "from"});
    holiday.demand("date", "its date, 2026-12-25");
    const auto name = holiday.line("name");
    if (const auto* text = holiday.text("date")) add_date(*text, name);
    holiday.finish();
  }

 private:
  void add_date(const PlacedText& text, const std::string& name) {
    const auto date = read_date(text, problems_);
    if (!date) return;
    if (!dates_.insert(*date).second && form_ == CalendarForm::file) {
      problems_.error(text.mark(),
                      fmt::format("the holiday '{}' is given twice", trimmed(text.text())));
    }
    add_holiday(calendar_.holidays, *date, name);
  }

  CalendarForm form_;
  PlacedCalendar& calendar_;
  Problems& problems_;
  std::set<sys_days> dates_;  ///< given one by one
};

}  // namespace

void add_holiday(Holidays& holidays, sys_days date, std::string_view name) {
  auto& names = holidays[date];
  if (name.empty() || is_among(names, name)) return;
  if (!names.empty()) names += kBetweenNames;
  names += name;
}

void read_holidays(const YamlNode& list, CalendarForm form, PlacedCalendar& calendar,
                   Problems& problems) {
  HolidayReader reader(form, calendar, problems);
  for (const auto& item : list.items) reader.read(item);
}

}  // namespace steward::rules
