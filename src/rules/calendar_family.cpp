// SPDX-License-Identifier: MIT
#include "rules/calendar_family.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "rules/calendar_check.hpp"
#include "rules/calendar_digest.hpp"
#include "rules/calendar_reader.hpp"
#include "rules/yaml_node.hpp"
#include "steward/base/digest.hpp"

namespace steward::rules {
namespace {

constexpr const char* kAlways = "always";

bool any_opening(const calendar::Week& week) {
  return std::any_of(week.begin(), week.end(), [](const auto& day) { return !day.empty(); });
}

}  // namespace

void CalendarFamily::add(PlacedCalendar calendar) {
  for (const auto& feed : calendar.feeds) {
    if (feed.last) holiday_files_.push_back({feed.mark, feed.file, *feed.last});
  }
  if (calendar.name.empty()) {
    leave_open();
  } else if (calendar.name == kAlways) {
    problems_.error(calendar.mark, "a second calendar 'always'", "'always' is built in");
  } else if (names_.add(calendar.name, calendar.mark, problems_)) {
    auto name = calendar.name;
    files_.emplace(std::move(name), std::move(calendar));
  }
}

void CalendarFamily::build() {
  for (const auto& [name, file] : files_) static_cast<void>(resolve(name));
  names_.add_built_in(kAlways);
  calendars_.emplace(kAlways, calendar::Calendar::always(zone_));
}

std::string CalendarFamily::digest() const {
  std::string all = zone_.name();
  for (const auto& [name, digest] : digests_) all += fmt::format("\n{} {}", name, digest);
  return sha256(all);
}

bool CalendarFamily::check(const PlacedText& reference) const {
  if (!names_.check(reference, problems_)) return false;
  const auto name = trimmed(reference.text());
  if (without_hours_.count(name) == 0) return true;
  problems_.error(reference.mark(),
                  fmt::format("calendar '{}' has no hours: it is for others to extend", name),
                  fmt::format("name a calendar with hours that says 'extends: {}'", name));
  return false;
}

/// What a calendar has all in all; null when there is a mistake in it, which was reported.
const CalendarParts* CalendarFamily::resolve(const std::string& name) {
  auto known = parts_.find(name);
  if (known == parts_.end()) {
    under_way_.push_back(name);
    auto parts = put_together(files_.at(name));
    under_way_.pop_back();
    known = parts_.emplace(name, std::move(parts)).first;
  }
  return known->second ? &*known->second : nullptr;
}

std::optional<CalendarParts> CalendarFamily::put_together(const PlacedCalendar& own) {
  auto parts = own_parts(own);
  bool has_parents = true;
  for (const auto& reference : own.extends) {
    const auto* others = parent(reference);
    if (others != nullptr) inherit(parts, *others);
    has_parents = has_parents && others != nullptr;
  }
  if (!has_parents) return std::nullopt;
  const bool has_hours = parts.has_hours();
  const auto definition = definition_of(parts, own.name, zone_);
  // What was read of an incomplete one can be wrong as well.
  auto calendar = compile_calendar(definition, own, problems_);
  if (!own.complete || !calendar) return std::nullopt;
  if (has_hours && !opens(definition, own)) return std::nullopt;
  calendars_.emplace(own.name, std::move(*calendar));
  digests_.emplace(own.name, calendar_digest(definition));
  if (own.keeps_dues) kept_.insert(own.name);
  if (!has_hours) without_hours_.insert(own.name);
  return parts;
}

const CalendarParts* CalendarFamily::parent(const PlacedText& reference) {
  const std::string name(trimmed(reference.text()));
  if (name == kAlways) {
    problems_.error(reference.mark(), "'always' cannot be extended",
                    "it is open at every instant, and has no holidays to take over");
    return nullptr;
  }
  if (!names_.check(reference, problems_) || files_.count(name) == 0) return nullptr;
  if (std::find(under_way_.begin(), under_way_.end(), name) == under_way_.end()) {
    return resolve(name);
  }
  report_circle(reference);
  return nullptr;
}

/// At the reference that closes it.
void CalendarFamily::report_circle(const PlacedText& reference) {
  const auto first = std::find(under_way_.begin(), under_way_.end(), trimmed(reference.text()));
  std::vector<std::string> circle{under_way_.back()};
  circle.insert(circle.end(), first, under_way_.end());
  problems_.error(reference.mark(), fmt::format("calendar '{}' extends itself: {}", circle.front(),
                                                fmt::join(circle, " -> ")));
}

bool CalendarFamily::opens(const calendar::Definition& definition, const PlacedCalendar& own) {
  const auto& changes = definition.changes;
  const auto& exceptions = definition.exceptions;
  if (any_opening(definition.hours) ||
      std::any_of(changes.begin(), changes.end(),
                  [](const auto& change) { return any_opening(change.hours); }) ||
      std::any_of(exceptions.begin(), exceptions.end(),
                  [](const auto& date) { return !date.second.empty(); })) {
    return true;
  }
  problems_.error(own.hours ? own.hours->mark : own.mark, "the calendar never opens");
  return false;
}

CalendarFamily read_calendars(const FileSet& files, const calendar::Zone& zone,
                              Problems& problems) {
  CalendarFamily family(zone, problems);
  if (files.incomplete.count(model::FileKind::calendar) > 0) family.leave_open();
  for (const auto& [source, tree] : files.files) {
    if (source.kind != model::FileKind::calendar || tree == nullptr) continue;
    family.add(read_calendar(*tree, CalendarForm::file, problems, files.feeds));
  }
  family.build();
  return family;
}

}  // namespace steward::rules
