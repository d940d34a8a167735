// SPDX-License-Identifier: MIT
#include "rules/holiday_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <initializer_list>
#include <set>

#include "rules/local_date.hpp"
#include "rules/source_text.hpp"
#include "rules/yaml_reader.hpp"
#include "steward/calendar/easter.hpp"
#include "steward/calendar/holiday_feed.hpp"
#include "steward/calendar/recurrence.hpp"

namespace steward::rules {
namespace {

using calendar::add_holiday;
using calendar::kFirstDate;
using calendar::kLastDate;
using calendar::LocalTime;
using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr int kMostDaysFromEaster = 300;

/// The dates that a rule gives in the years that calendars know.
Result<std::vector<sys_days>> dates_of(const std::string& rule, const LocalTime& start) {
  auto recurrence = calendar::Recurrence::from({rule, start, true});
  // One that goes on for good would be followed to the year 9999.
  if (recurrence && !recurrence->ends()) {
    recurrence = calendar::Recurrence::from({rule + ";UNTIL=20371231", start, true});
  }
  if (!recurrence) return recurrence.error();
  const auto dates_left = std::max(kLastDate + days(1) - sys_days(start.date), days(0));
  const auto found = recurrence->next(static_cast<std::size_t>(dates_left.count()));
  if (!found) return found.error();
  std::vector<sys_days> dates;
  for (const auto& local : *found) {
    const sys_days date(local.date);
    if (date >= kFirstDate && date <= kLastDate) dates.push_back(date);
  }
  return dates;
}

/// A file is named as seen from the calendar's own.
std::string feed_path(const PlacedText& text) {
  const auto folder = std::filesystem::path(text.mark().file).parent_path();
  return (folder / std::string(trimmed(text.text()))).lexically_normal().string();
}

/// Reads the list of one calendar.
class HolidayReader {
 public:
  HolidayReader(CalendarForm form, const FeedTexts& feeds, PlacedCalendar& calendar,
                Problems& problems)
      : form_(form), feeds_(feeds), calendar_(calendar), problems_(problems) {}

  void read(const YamlNode& item) {
    if (item.kind == YamlKind::text) {
      add_date(item.text, "");
      return;
    }
    const YamlReader any(item, holiday_keys(), "a holiday", problems_);
    if (!any.is_mapping()) return;
    const auto kind = only_kind(any);
    if (kind.empty()) return;
    YamlReader holiday(item, holiday_keys(kind), "a holiday", problems_);
    if (kind == "rrule") {
      read_recurrence(holiday);
    } else if (kind == "easter") {
      read_easter(holiday);
    } else if (kind == "ics") {
      read_file(holiday);
    } else {
      const auto name = holiday.line("name");
      if (const auto* text = holiday.text("date")) add_date(*text, name);
    }
    holiday.finish();
  }

 private:
  /// The one key that says what kind of holiday it is; "" when there is none or are several.
  std::string_view only_kind(const YamlReader& holiday) {
    std::string_view found;
    for (const std::string_view kind : {"date", "rrule", "easter", "ics"}) {
      if (!holiday.has(kind)) continue;
      if (!found.empty()) {
        problems_.error(holiday.mark_of(kind),
                        fmt::format("a holiday has '{}' and '{}'", found, kind),
                        "give each an entry of its own");
        return {};
      }
      found = kind;
    }
    if (found.empty()) {
      problems_.error(holiday.mark(), "a holiday has no date",
                      "expected one of: date, rrule, easter, ics");
    }
    return found;
  }

  void add_date(const PlacedText& text, const std::string& name) {
    const auto date = read_known_date(text, problems_);
    if (!date) return;
    if (!dates_.insert(*date).second && form_ == CalendarForm::file) {
      problems_.error(text.mark(),
                      fmt::format("the holiday '{}' is given twice", trimmed(text.text())));
    }
    add_holiday(calendar_.holidays, *date, name);
  }

  /// `from:`, the first date that can be a holiday.
  sys_days first_date(YamlReader& holiday) {
    const auto* text = holiday.text("from");
    const auto date = text != nullptr ? read_date(*text, problems_) : std::nullopt;
    return date.value_or(kFirstDate);
  }

  void read_recurrence(YamlReader& holiday) {
    holiday.rename("a recurring holiday");
    const auto name = holiday.line("name");
    const LocalTime start{first_date(holiday), Microseconds(0)};
    const auto* text = holiday.text("rrule");
    if (text == nullptr) return;
    const auto dates = dates_of(std::string(trimmed(text->text())), start);
    if (!dates) {
      problems_.error(text->mark(), dates.error().message());
    } else if (dates->empty()) {
      problems_.error(text->mark(), "the rule gives no date until 2037");
    } else {
      for (const auto date : *dates) add_holiday(calendar_.holidays, date, name);
    }
  }

  void read_easter(YamlReader& holiday) {
    holiday.rename("a holiday of Easter");
    const auto name = holiday.line("name");
    const auto first = first_date(holiday);
    const auto errors_before = problems_.error_count();
    const days offset(holiday.number("easter", 0, -kMostDaysFromEaster, kMostDaysFromEaster));
    if (problems_.error_count() != errors_before) return;
    // Days before the first Easter or after the last may lie in a year that a calendar knows.
    const auto last_year = year_month_day(kLastDate).year() + std::chrono::years(1);
    for (auto year = year_month_day(kFirstDate).year() - std::chrono::years(1); year <= last_year;
         ++year) {
      const auto date = calendar::easter_sunday(year) + offset;
      if (date >= first && date <= kLastDate) add_holiday(calendar_.holidays, date, name);
    }
  }

  void read_file(YamlReader& holiday) {
    holiday.rename("a file of holidays");
    const auto* text = holiday.text("ics");
    if (text == nullptr) return;
    if (form_ == CalendarForm::json) {
      problems_.error(text->mark(), "'ics' is for calendar files alone");
      return;
    }
    const std::string name(trimmed(text->text()));
    const auto refuse = [&](const std::string& why) {
      problems_.error(text->mark(), fmt::format("'{}': {}", name, why));
    };
    const auto found = feeds_.find(feed_path(*text));
    if (found == feeds_.end()) return refuse("the file is not among those of the set");
    const auto& content = found->second;
    if (!content) return refuse(content.error().message());
    if (!is_text(*content)) return refuse("this is not text in UTF-8");
    const auto feed = calendar::read_holiday_feed(*content);
    if (!feed) return refuse(feed.error().message());
    for (const auto& [date, title] : feed->holidays) {
      add_holiday(calendar_.holidays, date, title);
    }
    calendar_.feeds.push_back({text->mark(), name, feed->last});
  }

  CalendarForm form_;
  const FeedTexts& feeds_;
  PlacedCalendar& calendar_;
  Problems& problems_;
  std::set<sys_days> dates_;  ///< given one by one
};

}  // namespace

void read_holidays(const YamlNode& list, CalendarForm form, const FeedTexts& feeds,
                   PlacedCalendar& calendar, Problems& problems) {
  HolidayReader reader(form, feeds, calendar, problems);
  for (const auto& item : list.items) reader.read(item);
}

std::vector<std::string> named_feeds(const YamlNode& file) {
  std::vector<std::string> paths;
  const auto* const holidays = file.find("holidays");
  if (holidays == nullptr) return paths;
  for (const auto& item : holidays->items) {
    const auto* const feed = item.find("ics");
    if (feed != nullptr && feed->kind == YamlKind::text) paths.push_back(feed_path(feed->text));
  }
  return paths;
}

}  // namespace steward::rules
