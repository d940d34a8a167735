// SPDX-License-Identifier: MIT
// `steward calendar`: business time, asked by people and by programs.
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>

#include "app/calendar_drawing.hpp"
#include "app/calendar_lines.hpp"
#include "app/commands.hpp"
#include "app/exit_code.hpp"
#include "app/json_lines.hpp"
#include "app/local_moment.hpp"
#include "app/opening.hpp"
#include "app/terminal.hpp"
#include "steward/rules/calendar_files.hpp"

namespace steward::app {
namespace {

using calendar::Calendar;
using std::chrono::days;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year_month_day;

/// These commands need no database, and so no server's clock.
Instant now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

/// All that have no mistake.
struct Loaded {
  rules::Calendars calendars;
  bool complete = true;  ///< none had one
};

/// Mistakes and warnings are written to standard error.
Result<Loaded> load(const std::filesystem::path& config) {
  const auto file = find_configuration(config);
  if (!file) return file.error();
  Problems problems;
  const auto settings = rules::read_settings(*file, problems);
  Loaded loaded;
  if (settings) {
    const auto zone = rules::read_model_zone(settings->paths.model, problems);
    loaded.calendars = rules::load_calendars(settings->paths.calendars, zone, now(), problems);
    loaded.complete = problems.error_count() == 0;
  }
  fmt::print(stderr, "{}", problems.render_all());
  if (!settings) return invalid_input("the configuration has errors");
  return loaded;
}

Result<Calendar> named(const rules::Calendars& calendars, std::string_view name) {
  const auto found = calendars.find(name);
  if (found != calendars.end()) return found->second;
  std::vector<std::string> names;
  for (const auto& [known, calendar] : calendars) names.push_back(known);
  return Error(ErrorCode::not_found,
               fmt::format("there is no calendar '{}': {}", name, spelling_hint(name, names)));
}

Result<Calendar> load(const std::filesystem::path& config, std::string_view name) {
  const auto loaded = load(config);
  if (!loaded) return loaded.error();
  return named(loaded->calendars, name);
}

Result<Instant> moment(const std::string& text, const Calendar& calendar) {
  if (text.empty() || text == "now") return now();
  return parse_local_moment(text, calendar.zone());
}

std::string when(Instant instant, const Calendar& calendar) {
  return format_when(instant, calendar.zone(), now());
}

/// For people, and exactly.
std::string fully(Instant instant, const Calendar& calendar) {
  return fmt::format("{}  ({})", when(instant, calendar),
                     calendar::to_rfc3339(instant, calendar.zone()));
}

int print(const Result<std::string>& text) {
  if (!text) return fail(text.error());
  fmt::print("{}\n", *text);
  return kDone;
}

Result<std::string> add(const CalendarAddCommand& command, const Calendar& calendar) {
  const auto start = moment(command.start, calendar);
  if (!start) return start.error();
  const auto span = calendar::parse_span(fmt::format("{}", fmt::join(command.span, " ")));
  if (!span) return span.error();
  const auto end = calendar.due(*start, *span);
  if (!end) return end.error();
  return fully(*end, calendar);
}

Result<std::string> between(const CalendarBetweenCommand& command, const Calendar& calendar) {
  const auto from = moment(command.from, calendar);
  if (!from) return from.error();
  const auto to = moment(command.to, calendar);
  if (!to) return to.error();
  const auto open = calendar.between(*from, *to);
  if (!open) return open.error();
  return fmt::format("{} of open time in {}",
                     calendar::to_string({calendar::SpanKind::open_time, *open, 0}),
                     calendar::to_string({calendar::SpanKind::open_time, *to - *from, 0}));
}

Result<std::string> open(const CalendarOpenCommand& command, const Calendar& calendar) {
  const auto at = moment(command.at, calendar);
  if (!at) return at.error();
  if (const auto known = calendar.knows(*at); !known) return known.error();
  if (calendar.is_open(*at)) {
    const auto closes = calendar.next_close(*at);
    return closes ? "open until " + when(*closes, calendar) : std::string("open for good");
  }
  const auto day = calendar.day(sys_days(calendar.zone().to_local(*at).date));
  const auto opens = calendar.next_open(*at);
  if (!opens) return opens.error();
  return fmt::format("closed{} until {}",
                     day && day->openings.empty() && !day->holiday.empty() ? " for " + day->holiday
                                                                           : std::string(),
                     when(*opens, calendar));
}

/// The openings that begin after an instant.
Result<std::string> next(const CalendarNextCommand& command, const Calendar& calendar) {
  const auto at = moment(command.at, calendar);
  if (!at) return at.error();
  std::string lines;
  Instant after = *at;
  for (std::int64_t line = 0; line < command.count; ++line) {
    if (calendar.is_open(after)) {
      const auto closes = calendar.next_close(after);
      if (!closes) return closes.error();
      after = *closes;
    }
    const auto opens = calendar.next_open(after);
    if (!opens) return opens.error();
    const auto closes = calendar.next_close(*opens);
    if (!closes) return closes.error();
    lines += fmt::format("{}{} to {}", lines.empty() ? "" : "\n", when(*opens, calendar),
                         when(*closes, calendar));
    after = *closes;
  }
  return lines;
}

/// The first day of "2026-12".
Result<year_month_day> month_of(const std::string& text) {
  const auto first = calendar::parse_local_time(text + "-01");
  if (first) return first->date;
  return invalid_input(fmt::format("'{}' is no month: expected 2026-12", text));
}

Result<std::string> show(const CalendarShowCommand& command, const Calendar& calendar) {
  auto date = calendar.zone().to_local(now()).date;
  if (!command.week.empty()) {
    const auto day = calendar::parse_local_time(command.week);
    if (!day) {
      return invalid_input(fmt::format("'{}' is no day: expected 2026-12-24", command.week));
    }
    const auto weekday = std::chrono::weekday(day->date);
    const auto monday = sys_days(day->date) - (weekday - std::chrono::Monday);
    return draw_days(calendar, monday, monday + days(6), style_of_stdout().coloured);
  }
  if (!command.month.empty()) {
    const auto month = month_of(command.month);
    if (!month) return month.error();
    date = *month;
  }
  const auto month = date.year() / date.month();
  return draw_days(calendar, month / 1, sys_days(month / std::chrono::last),
                   style_of_stdout().coloured);
}

/// All calendars, and what they are now.
std::string list(const rules::Calendars& calendars) {
  Table table({{"CALENDAR", Fit::elastic}, {"ZONE"}, {"NOW", Fit::elastic}});
  for (const auto& [name, calendar] : calendars) {
    const auto state = open({name, "now"}, calendar);
    // Calendars of holidays are for others to extend.
    table.add({name, calendar.zone().name(), state ? *state : std::string("never opens")});
  }
  return table.render(style_of_stdout());
}

template <class Command>
int answer(const Command& command, const std::filesystem::path& config,
           Result<std::string> (*text_for)(const Command&, const Calendar&)) {
  const auto calendar = load(config, command.calendar);
  if (!calendar) return fail(calendar.error());
  return print(text_for(command, *calendar));
}

}  // namespace

int run(const CalendarCommand& command, const std::filesystem::path& config) {
  if (!command.json_lines) {
    const auto loaded = load(config);
    if (!loaded) return fail(loaded.error());
    fmt::print("{}", list(loaded->calendars));
    return loaded->complete ? kDone : kRefused;
  }
  // Whoever gives calendars along needs no configuration.
  std::optional<Result<Loaded>> loaded;
  CalendarLines lines([&](std::string_view name) -> Result<Calendar> {
    if (!loaded) loaded = load(config);
    if (!*loaded) return loaded->error();
    return named((*loaded)->calendars, name);
  });
  const auto done =
      answer_json_lines(STDIN_FILENO, STDOUT_FILENO,
                        [&](const json::object& request) { return lines.answer(request); });
  return done ? kDone : fail(done.error());
}

int run(const CalendarAddCommand& command, const std::filesystem::path& config) {
  return answer(command, config, add);
}
int run(const CalendarBetweenCommand& command, const std::filesystem::path& config) {
  return answer(command, config, between);
}
int run(const CalendarOpenCommand& command, const std::filesystem::path& config) {
  return answer(command, config, open);
}
int run(const CalendarNextCommand& command, const std::filesystem::path& config) {
  return answer(command, config, next);
}
int run(const CalendarShowCommand& command, const std::filesystem::path& config) {
  const auto calendar = load(config, command.calendar);
  if (!calendar) return fail(calendar.error());
  const auto drawing = show(command, *calendar);
  if (!drawing) return fail(drawing.error());
  fmt::print("{}", *drawing);
  return kDone;
}

}  // namespace steward::app
