// SPDX-License-Identifier: MIT
#include "app/calendar_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/json_members.hpp"
#include "app/local_moment.hpp"
#include "steward/base/problem.hpp"
#include "steward/calendar/pauses.hpp"
#include "steward/rules/calendar_json.hpp"

namespace steward::app {
namespace {

using calendar::Calendar;
using calendar::Pause;
using calendar::PausedCalendar;
using calendar::Pauses;

/// A compiled calendar takes some kilobytes for each year asked about, and an odd one much more.
constexpr std::size_t kMostKept = 100;
/// More than all the years that any calendar knows.
constexpr double kMostSeconds = 1e12;

/// One operation's arguments.
class Arguments {
 public:
  Arguments(const json::object& request, const Calendar& calendar)
      : request_(request), calendar_(calendar) {}

  [[nodiscard]] Result<Instant> instant(std::string_view key) const {
    const auto text = required_text(request_, key);
    if (!text) return text.error();
    const auto read = parse_local_moment(*text, calendar_.zone());
    if (!read) return in_key(key, read.error());
    return *read;
  }

  [[nodiscard]] Result<Microseconds> seconds() const {
    const auto* const value = request_.if_contains("seconds");
    if (value == nullptr) return invalid_input("seconds: is missing");
    if (!value->is_number()) return invalid_input("seconds: expected a number");
    const auto count = value->to_number<double>();
    if (std::abs(count) > kMostSeconds) {
      return invalid_input("seconds: more than any calendar knows, which is some 10,000 years");
    }
    return Microseconds(std::llround(count * 1e6));
  }

  [[nodiscard]] Result<calendar::Span> within() const {
    const auto text = required_text(request_, "within");
    if (!text) return text.error();
    const auto span = calendar::parse_span(*text);
    if (!span) return in_key("within", span.error());
    return *span;
  }

  [[nodiscard]] Result<int> percent() const {
    const auto* const value = request_.if_contains("percent");
    if (value == nullptr) return invalid_input("percent: is missing");
    const auto* const number = value->if_int64();
    if (number == nullptr || *number < 0 || *number > 100) {
      return invalid_input("percent: expected a whole number from 0 to 100");
    }
    return static_cast<int>(*number);
  }

  [[nodiscard]] Result<Pauses> pauses() const {
    constexpr std::string_view kForm = R"(pauses: expected [["from", "to"], …], or null for "to")";
    const auto* const value = request_.if_contains("pauses");
    if (value == nullptr) return Pauses();
    if (!value->is_array()) return invalid_input(std::string(kForm));
    std::vector<Pause> pauses;
    for (const auto& item : value->get_array()) {
      const auto* const pair = item.if_array();
      if (pair == nullptr || pair->size() != 2) return invalid_input(std::string(kForm));
      const auto from = end_of_pause((*pair)[0], kForm);
      if (!from) return from.error();
      if (!*from) return invalid_input(std::string(kForm));
      const auto to = end_of_pause((*pair)[1], kForm);
      if (!to) return to.error();
      pauses.push_back({**from, *to});
    }
    auto joined = Pauses::from(std::move(pauses));
    if (!joined) return in_key("pauses", joined.error());
    return joined;
  }

 private:
  [[nodiscard]] Result<std::optional<Instant>> end_of_pause(const json::value& value,
                                                            std::string_view form) const {
    if (value.is_null()) return std::optional<Instant>();
    if (!value.is_string()) return invalid_input(std::string(form));
    const auto read = parse_local_moment(std::string_view(value.get_string()), calendar_.zone());
    if (!read) return in_key("pauses", read.error());
    return std::optional(*read);
  }

  const json::object& request_;
  const Calendar& calendar_;
};

json::object result_of(Instant instant, const Calendar& calendar) {
  return {{"result", to_rfc3339(instant, calendar.zone())}};
}

/// Whole seconds as a whole number.
json::object seconds_of(Microseconds time) {
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(time);
  if (whole == time) return {{"seconds", whole.count()}};
  return {{"seconds", static_cast<double>(time.count()) / 1e6}};
}

Result<json::object> add(const Arguments& arguments, const Calendar& calendar,
                         const PausedCalendar& paused) {
  const auto start = arguments.instant("start");
  if (!start) return start.error();
  const auto time = arguments.seconds();
  if (!time) return time.error();
  const auto end = paused.add(*start, *time);
  if (!end) return end.error();
  return result_of(*end, calendar);
}

Result<json::object> between(const Arguments& arguments, const Calendar&,
                             const PausedCalendar& paused) {
  const auto start = arguments.instant("start");
  if (!start) return start.error();
  const auto end = arguments.instant("end");
  if (!end) return end.error();
  const auto time = paused.between(*start, *end);
  if (!time) return time.error();
  return seconds_of(*time);
}

Result<json::object> share(const Arguments& arguments, const Calendar& calendar,
                           const PausedCalendar& paused) {
  const auto start = arguments.instant("start");
  if (!start) return start.error();
  const auto end = arguments.instant("end");
  if (!end) return end.error();
  const auto percent = arguments.percent();
  if (!percent) return percent.error();
  const auto instant = paused.share(*start, *end, *percent);
  if (!instant) return instant.error();
  return result_of(*instant, calendar);
}

Result<json::object> due(const Arguments& arguments, const Calendar& calendar,
                         const PausedCalendar& paused) {
  const auto start = arguments.instant("start");
  if (!start) return start.error();
  const auto span = arguments.within();
  if (!span) return span.error();
  const auto end = paused.due(*start, *span);
  if (!end) return end.error();
  return result_of(*end, calendar);
}

Result<json::object> is_open(const Arguments& arguments, const Calendar& calendar,
                             const PausedCalendar& paused) {
  const auto start = arguments.instant("start");
  if (!start) return start.error();
  if (const auto known = calendar.knows(*start); !known) return known.error();
  return json::object{{"result", paused.is_open(*start)}};
}

template <Result<Instant> (PausedCalendar::*find)(Instant) const>
Result<json::object> found(const Arguments& arguments, const Calendar& calendar,
                           const PausedCalendar& paused) {
  const auto start = arguments.instant("start");
  if (!start) return start.error();
  const auto instant = (paused.*find)(*start);
  if (!instant) return instant.error();
  return result_of(*instant, calendar);
}

struct Operation {
  std::string_view name;
  std::vector<std::string> keys;  ///< besides calendar, op, start and pauses
  Result<json::object> (*run)(const Arguments&, const Calendar&, const PausedCalendar&);
};

const std::array<Operation, 7>& operations() {
  static const std::array<Operation, 7> all{
      {{"add", {"seconds"}, add},
       {"between", {"end"}, between},
       {"due", {"within"}, due},
       {"share", {"end", "percent"}, share},
       {"is_open", {}, is_open},
       {"next_open", {}, found<&PausedCalendar::next_open>},
       {"next_close", {}, found<&PausedCalendar::next_close>}}};
  return all;
}

Result<const Operation*> operation_of(const json::object& request) {
  const auto name = required_text(request, "op");
  if (!name) return name.error();
  std::vector<std::string> names;
  for (const auto& operation : operations()) {
    if (operation.name == *name) return &operation;
    names.emplace_back(operation.name);
  }
  return invalid_input(fmt::format("op: there is no '{}': {}", *name, spelling_hint(*name, names)));
}

}  // namespace

Result<Calendar> CalendarLines::calendar_of(const json::object& request) {
  const auto* const value = request.if_contains("calendar");
  if (value == nullptr) return invalid_input("calendar: is missing");
  if (value->is_string()) {
    const auto found = find_(std::string_view(value->get_string()));
    if (!found) return in_key("calendar", found.error());
    return *found;
  }
  if (!value->is_object()) return invalid_input("calendar: expected a name or an object");
  auto text = json::serialize(*value);
  if (const auto kept = read_.find(text); kept != read_.end()) return kept->second;
  const auto read = rules::read_calendar_json(value->get_object());
  if (!read) return in_key("calendar", read.error());
  if (read_.size() >= kMostKept) read_.clear();
  read_.emplace(std::move(text), *read);
  return *read;
}

Result<json::object> CalendarLines::answer(const json::object& request) {
  const auto operation = operation_of(request);
  if (!operation) return operation.error();
  std::vector<std::string> keys{"calendar", "op", "start", "pauses"};
  keys.insert(keys.end(), (*operation)->keys.begin(), (*operation)->keys.end());
  if (const auto known = require_known_keys(request, keys); !known) return known.error();
  const auto calendar = calendar_of(request);
  if (!calendar) return calendar.error();
  const Arguments arguments(request, *calendar);
  const auto pauses = arguments.pauses();
  if (!pauses) return pauses.error();
  return (*operation)->run(arguments, *calendar, PausedCalendar(*calendar, *pauses));
}

}  // namespace steward::app
