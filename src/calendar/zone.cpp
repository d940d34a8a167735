// SPDX-License-Identifier: MIT
#include "steward/calendar/zone.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "steward/base/problem.hpp"

namespace steward::calendar {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;

// No zone of the library: UTC needs no database, and its two names are one zone.
constexpr const void* kUtc = nullptr;

const date::time_zone& rules_of(const void* zone) {
  return *static_cast<const date::time_zone*>(zone);
}

sys_days first_of_march(std::chrono::year year) {
  return sys_days(year / std::chrono::March / 1);
}

/// The last change of the clocks before the end of a year.
date::sys_seconds last_change(const date::time_zone& zone, std::chrono::year year) {
  return zone.get_info(floor<seconds>(sys_days(year / std::chrono::December / 31))).begin;
}

bool ends_with_dst(const date::time_zone& zone) {
  return last_change(zone, std::chrono::year(2037)) >=
         sys_days(std::chrono::year(2037) / std::chrono::January / 1);
}

/// Whether DST changes on "the second Sunday of March" and the like, so that a year whose 1 March
/// is the same day of the week changes on the same dates. Where it follows Ramadan it does not.
bool goes_by_weekdays(const date::time_zone& zone) {
  constexpr std::chrono::year kMonday(2027);
  constexpr std::chrono::year kAlsoMonday(2032);
  return last_change(zone, kAlsoMonday) - last_change(zone, kMonday) ==
         first_of_march(kAlsoMonday) - first_of_march(kMonday);
}

/// What to take off a time past the tables to find the same time of a year inside them. None where
/// the clocks no longer change; the last offset of the tables then holds for good.
///
/// 2026 to 2035 have all seven days of the week on 1 March, and in them Ramadan, for which the
/// clocks of Palestine change as well, is in winter. No zone changes in January or February, where
/// leap years differ.
days past_the_tables(const date::time_zone& zone, Instant time) {
  if (time < kZoneTablesEnd || !ends_with_dst(zone)) return days(0);
  const auto year = year_month_day(floor<days>(time)).year();
  const auto last = year_month_day(floor<days>(last_change(zone, year))).year();
  if (last == year || !goes_by_weekdays(zone)) return days(0);
  auto alike = std::chrono::year(2035);
  const std::chrono::weekday wanted(first_of_march(year));
  while (std::chrono::weekday(first_of_march(alike)) != wanted) --alike;
  return first_of_march(year) - first_of_march(alike);
}

date::sys_info info_at(const date::time_zone& zone, Instant instant) {
  return zone.get_info(floor<seconds>(instant - past_the_tables(zone, instant)));
}

/// "localtime" is another zone on another machine: no file may name it.
bool may_be_named(const date::time_zone& zone) {
  return zone.name() != "localtime";
}

const date::time_zone* zone_named(std::string_view name) {
  const auto& zones = date::get_tzdb().zones;
  const auto found = std::find_if(zones.begin(), zones.end(), [&](const date::time_zone& zone) {
    return zone.name() == name && may_be_named(zone);
  });
  return found == zones.end() ? nullptr : &*found;
}

std::vector<std::string> zone_names() {
  std::vector<std::string> names;
  for (const auto& zone : date::get_tzdb().zones) {
    if (may_be_named(zone)) names.push_back(zone.name());
  }
  return names;
}

/// The nearest spelling, or the zone whose city was meant: "New_York".
std::string nearest_zone(std::string_view name, const std::vector<std::string>& names) {
  if (auto near = nearest_spelling(name, names); !near.empty()) return near;
  const auto city = fmt::format("/{}", name);
  const auto found = std::find_if(names.begin(), names.end(), [&](const std::string& candidate) {
    return candidate.size() > city.size() &&
           candidate.compare(candidate.size() - city.size(), city.size(), city) == 0;
  });
  return found == names.end() || name.empty() ? std::string() : *found;
}

}  // namespace

Zone::Zone() : zone_(kUtc) {}

Result<Zone> Zone::find(std::string_view name) {
  if (name == "UTC" || name == "Etc/UTC") return Zone();
  try {
    if (const auto* zone = zone_named(name)) return Zone(zone);
    const auto near = nearest_zone(name, zone_names());
    return Error(ErrorCode::not_found,
                 fmt::format("unknown time zone '{}': {}", name,
                             near.empty() ? "expected a name such as 'America/New_York'"
                                          : fmt::format("did you mean '{}'?", near)));
  } catch (const std::runtime_error& failure) {
    return Error(ErrorCode::unavailable,
                 fmt::format("cannot read the time zone database: {}", failure.what()));
  }
}

const std::string& Zone::name() const {
  static const std::string utc = "UTC";
  return zone_ == kUtc ? utc : rules_of(zone_).name();
}

LocalTime Zone::to_local(Instant instant) const {
  if (zone_ != kUtc) instant += info_at(rules_of(zone_), instant).offset;
  const auto day = floor<days>(instant);
  return {year_month_day(day), instant - day};
}

Instant Zone::to_instant(const LocalTime& local) const {
  const Instant as_utc = sys_days(local.date) + local.time_of_day;
  if (zone_ == kUtc) return as_utc;
  const auto& zone = rules_of(zone_);
  const auto shift = past_the_tables(zone, as_utc);
  const auto info =
      zone.get_info(date::local_seconds(floor<seconds>(as_utc - shift).time_since_epoch()));
  if (info.result == date::local_info::nonexistent) return info.first.end + shift;
  return as_utc - info.first.offset;
}

std::string Zone::abbreviation(Instant instant) const {
  return zone_ == kUtc ? name() : info_at(rules_of(zone_), instant).abbrev;
}

bool Zone::has_dst() const {
  return zone_ != kUtc && ends_with_dst(rules_of(zone_));
}

}  // namespace steward::calendar
