// SPDX-License-Identifier: MIT
#include "app/schedule_lines.hpp"

#include <fmt/format.h>

#include "app/json_members.hpp"
#include "steward/calendar/recurrence.hpp"

namespace steward::app {
namespace {

using calendar::LocalTime;
using calendar::Recurrence;
using calendar::RecurrenceDefinition;
using calendar::Zone;

constexpr std::int64_t kMostOccurrences = 10000;

/// A time as a request writes it: local, or an instant with its offset.
struct Moment {
  LocalTime local;                 ///< of an instant, as the zone has it
  std::optional<Instant> instant;  ///< absent: it was local
  bool is_date = false;
};

Result<Moment> read_moment(std::string_view text, const std::optional<Zone>& zone) {
  constexpr auto kDateLength = std::string_view("2026-11-22").size();
  const auto local = calendar::parse_local_time(text);
  if (local) return Moment{*local, std::nullopt, text.size() == kDateLength};
  const auto instant = parse_instant(text);
  if (!instant) return local.error();
  if (!zone) {
    return invalid_input(
        fmt::format("'{}' has an offset: give a 'timezone', or a local time without one", text));
  }
  return Moment{zone->to_local(*instant), *instant, false};
}

Result<std::vector<LocalTime>> read_exceptions(const json::object& request,
                                               const RecurrenceDefinition& definition) {
  std::vector<LocalTime> except;
  const auto* const value = request.if_contains("exdates");
  if (value == nullptr || value->is_null()) return except;
  if (!value->is_array()) return invalid_input("exdates: expected a list of times");
  for (const auto& item : value->get_array()) {
    if (!item.is_string()) return invalid_input("exdates: expected a list of times");
    const std::string_view text = item.get_string();
    const auto moment = read_moment(text, definition.zone);
    if (!moment) return in_key("exdates", moment.error());
    if (moment->is_date && !definition.all_day) {
      return invalid_input(fmt::format(
          "exdates: '{}' is a date, and dtstart is a time: expected the time of an occurrence",
          text));
    }
    // The second of two equal local times is no occurrence, and takes none away.
    const bool second =
        moment->instant && definition.zone->to_instant(moment->local) != *moment->instant;
    if (!second) except.push_back(moment->local);
  }
  return except;
}

Result<RecurrenceDefinition> read_definition(const json::object& request) {
  RecurrenceDefinition definition;
  const auto zone = optional_text(request, "timezone");
  if (!zone) return zone.error();
  if (*zone) {
    const auto found = Zone::find(**zone);
    if (!found) return in_key("timezone", found.error());
    definition.zone = *found;
  }
  const auto rule = required_text(request, "rrule");
  if (!rule) return rule.error();
  definition.rule = *rule;
  const auto dtstart = required_text(request, "dtstart");
  if (!dtstart) return dtstart.error();
  const auto start = read_moment(*dtstart, definition.zone);
  if (!start) return in_key("dtstart", start.error());
  definition.start = start->local;
  definition.all_day = start->is_date;
  auto except = read_exceptions(request, definition);
  if (!except) return except.error();
  definition.except = std::move(*except);
  return definition;
}

/// Absent: all of a rule that ends.
Result<std::optional<std::size_t>> read_limit(const json::object& request) {
  const auto* const value = request.if_contains("limit");
  if (value == nullptr || value->is_null()) return std::optional<std::size_t>();
  const auto* const number = value->if_int64();
  if (number == nullptr || *number < 1 || *number > kMostOccurrences) {
    return invalid_input(
        fmt::format("limit: expected a whole number from 1 to {}", kMostOccurrences));
  }
  return std::optional(static_cast<std::size_t>(*number));
}

/// The occurrences as they are written.
Result<std::vector<std::string>> occurrences(const Recurrence& recurrence,
                                             const std::optional<Zone>& zone, std::size_t limit,
                                             const std::optional<Moment>& after) {
  std::vector<std::string> written;
  if (after && after->instant) {
    const auto instants = recurrence.next_instants(limit, after->instant);
    if (!instants) return in_key("rrule", instants.error());
    for (const auto instant : *instants) {
      written.push_back(calendar::to_rfc3339(instant, *zone));
    }
    return written;
  }
  std::optional<LocalTime> after_local;
  if (after) after_local = after->local;
  const auto locals = recurrence.next(limit, after_local);
  if (!locals) return in_key("rrule", locals.error());
  for (const auto& local : *locals) {
    written.push_back(zone ? calendar::to_rfc3339(zone->to_instant(local), *zone)
                           : calendar::to_iso8601(local));
  }
  return written;
}

}  // namespace

Result<json::object> answer_schedule_line(const json::object& request) {
  const auto known =
      require_known_keys(request, {"dtstart", "timezone", "rrule", "exdates", "limit", "after"});
  if (!known) return known.error();
  const auto definition = read_definition(request);
  if (!definition) return definition.error();
  const auto recurrence = Recurrence::from(*definition);
  if (!recurrence) return in_key("rrule", recurrence.error());
  const auto limit = read_limit(request);
  if (!limit) return limit.error();
  if (!*limit && !recurrence->ends()) {
    return invalid_input(fmt::format(
        "the rule never ends: give a 'limit' from 1 to {}, COUNT or UNTIL", kMostOccurrences));
  }
  const auto after_text = optional_text(request, "after");
  if (!after_text) return after_text.error();
  std::optional<Moment> after;
  if (*after_text) {
    const auto moment = read_moment(**after_text, definition->zone);
    if (!moment) return in_key("after", moment.error());
    after = *moment;
  }
  const auto most = limit->value_or(static_cast<std::size_t>(kMostOccurrences) + 1);
  const auto found = occurrences(*recurrence, definition->zone, most, after);
  if (!found) return found.error();
  if (found->size() > static_cast<std::size_t>(kMostOccurrences)) {
    return invalid_input(
        fmt::format("the rule occurs more than {} times: give a 'limit' from 1 to {}",
                    kMostOccurrences, kMostOccurrences));
  }
  return json::object{{"result", json::array(found->begin(), found->end())}};
}

}  // namespace steward::app
