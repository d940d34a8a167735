// SPDX-License-Identifier: MIT
// What needs no rules, and what is tried: calendar, eval, schedule.
#include "app/command_families.hpp"

namespace steward::app {
namespace {

constexpr const char* kCalendarForms =
    "Instants are 2026-11-20T16:00:00-05:00 or, in the calendar's zone, 2026-11-20T16:00 or a\n"
    "date; 'now' is one, too. Without a command: all calendars, and whether they are open.\n"
    "\n"
    "With --jsonl, standard input holds one JSON object a line, and each is answered by one line,\n"
    "in order. \"calendar\" is the name of a calendar, or one written out:\n"
    "  "
    "{\"calendar\":{\"timezone\":\"America/"
    "New_York\",\"hours\":{\"mon\":[[\"09:00\",\"17:00\"]]},\n"
    "   \"holidays\":[\"2026-01-01\"],\"exceptions\":{\"2026-12-24\":[[\"09:00\",\"12:00\"]]},\n"
    "   \"breaks\":{\"2026-11-23\":[[\"12:00\",\"13:00\"]]}},\n"
    "   \"op\":\"add\",\"start\":\"2026-11-20T16:00:00-05:00\",\"seconds\":3600}\n"
    "  {\"result\":\"2026-11-23T10:00:00-05:00\"}\n"
    "  add         start, seconds        the instant at which so much open time has passed;\n"
    "                                    seconds may be a fraction, or less than nothing\n"
    "  between     start, end            {\"seconds\":28800}: the open time from start to end\n"
    "  due         start, within         the end of \"48h\", \"2 working days\", \"1 month\", "
    "\"end of\n"
    "                                    next working day\"\n"
    "  share       start, end, percent   the instant at which so much of the time has passed\n"
    "  is_open     start                 {\"result\":true}\n"
    "  next_open   start                 the first open instant from start on\n"
    "  next_close  start                 the first closing after start\n"
    "Any of them takes \"pauses\":[[from,to],...], where to may be null. What is wrong with a "
    "line\n"
    "is its answer, {\"error\":\"...\"}. Exit codes: 0 at the end of the input; 2 when it cannot "
    "be\n"
    "read or answered.";

constexpr const char* kEvalForms =
    "The expression is one of CEL, as rules have them; PostgreSQL evaluates what it is compiled "
    "to,\n"
    "in a transaction that only reads. In facts, an object in an object is a relation to one\n"
    "record, a list of objects one to many, a list of anything else a list:\n"
    "  steward eval 'client.tier == \"priority\" && parts.all(p, p.n > 0)' --facts facts.json\n"
    "  steward eval 'completed_at + duration(\"48h\")' --subject service_deliveries/42\n"
    "\n"
    "With --jsonl, standard input holds one JSON object a line, and each is answered by one line:\n"
    "  {\"expr\":\"n * 2 > 3\",\"facts\":{\"n\":2}}\n"
    "  {\"value\":true}\n"
    "Of what is wrong it says {\"error\":\"...\",\"line\":1,\"column\":3}. Exit codes: 0; 1 when\n"
    "something is wrong with the expression or the facts; 2 when the database cannot be asked.";

constexpr const char* kScheduleForms =
    "Standard input holds one JSON object a line, and each is answered by one line, in order:\n"
    "  {\"dtstart\":\"1997-09-02T09:00:00\",\"timezone\":\"America/New_York\",\n"
    "   \"rrule\":\"FREQ=DAILY;COUNT=10\",\"exdates\":[\"1997-09-04T09:00:00\"],\n"
    "   \"limit\":10,\"after\":\"1997-09-03T09:00:00\"}\n"
    "  {\"result\":[\"1997-09-05T09:00:00-04:00\", ...]}\n"
    "Without timezone, times are local and have no offset. A rule without COUNT or UNTIL needs a\n"
    "limit (1 to 10000). What is wrong with a line is its answer, {\"error\":\"...\"}, also for "
    "an\n"
    "empty one. Exit codes: 0 at the end of the input; 2 when it cannot be read or answered.";

void add_calendar_commands(CLI::App& calendar, CommandList& commands) {
  const auto add_name = [](CLI::App& command, std::string& name) {
    add_text(command, "CALENDAR", name, "its name", "")->required();
  };
  auto [ahead, calendar_add_options] =
      commands.add<CalendarAddCommand>(calendar, "add", "when a length of time is over");
  add_name(ahead, calendar_add_options.calendar);
  add_text(ahead, "START", calendar_add_options.start, "when it begins", "")->required();
  ahead.add_option("LENGTH", calendar_add_options.span, "8h, 2 working days, -1h 30m")
      ->type_name("")
      ->required();
  auto [between, calendar_between_options] = commands.add<CalendarBetweenCommand>(
      calendar, "between", "how much open time lies between two instants");
  add_name(between, calendar_between_options.calendar);
  add_text(between, "FROM", calendar_between_options.from, "an instant", "")->required();
  add_text(between, "TO", calendar_between_options.to, "another", "")->required();
  auto [open, calendar_open_options] =
      commands.add<CalendarOpenCommand>(calendar, "open", "is it open, and until when");
  add_name(open, calendar_open_options.calendar);
  add_text(open, "AT", calendar_open_options.at, "default: now", "");
  auto [next, calendar_next_options] =
      commands.add<CalendarNextCommand>(calendar, "next", "when it opens next");
  add_name(next, calendar_next_options.calendar);
  add_text(next, "AFTER", calendar_next_options.at, "default: now", "");
  next.add_option("--count", calendar_next_options.count, "so many openings (default: 1)")
      ->check(CLI::Range(1, 1000).description(""))
      ->type_name("N");
  auto [show, calendar_show_options] =
      commands.add<CalendarShowCommand>(calendar, "show", "draw this month, or another, or a week");
  add_name(show, calendar_show_options.calendar);
  auto* const month =
      add_text(show, "--month", calendar_show_options.month, "another month, 2026-12", "MONTH");
  add_text(show, "--week", calendar_show_options.week, "the week of a day, 2026-12-24", "DATE")
      ->excludes(month);
}

}  // namespace

void add_time(CLI::App& app, CommandList& commands) {
  // Its commands come first: whichever was named last is the one that runs.
  CLI::App* const calendar = app.add_subcommand("calendar", "ask calendars about open time");
  calendar->group("Commands");
  calendar->footer(kCalendarForms);
  calendar->fallthrough();
  add_calendar_commands(*calendar, commands);
  const auto wanted = std::make_shared<CalendarCommand>();
  calendar->add_flag("--jsonl", wanted->json_lines, "answer JSON Lines from standard input");
  calendar->require_subcommand(0, 1);
  calendar->callback([wanted, calendar] {
    if (!wanted->json_lines || calendar->get_subcommands().empty()) return;
    throw CLI::ExcludesError("--jsonl", calendar->get_subcommands().front()->get_name());
  });
  commands.adopt(*calendar, wanted);

  auto [eval, eval_options] =
      commands.add<EvalCommand>(app, "eval", "try an expression on facts or a record");
  add_text(eval, "EXPRESSION", eval_options.expression, "as in a rule", "");
  auto* const facts =
      eval.add_option("--facts", eval_options.facts, "a file of facts, .json or .yaml")
          ->type_name("FILE");
  auto* const record =
      add_text(eval, "--subject", eval_options.subject, "a record, clients/42", "RECORD")
          ->excludes(facts);
  auto* const lines =
      eval.add_flag("--jsonl", eval_options.json_lines, "answer JSON Lines from standard input");
  lines->excludes(facts)->excludes(record);
  eval.callback([&options = eval_options] {
    if (options.json_lines == options.expression.empty()) return;
    if (options.json_lines) throw CLI::ExcludesError("--jsonl", "EXPRESSION");
    throw CLI::RequiredError("EXPRESSION");
  });
  eval.footer(kEvalForms);

  auto [schedule, schedule_options] =
      commands.add<ScheduleCommand>(app, "schedule", "say when recurrences (RFC 5545) occur");
  schedule
      .add_flag("--jsonl", schedule_options.json_lines, "answer JSON Lines from standard input")
      ->required();
  schedule.footer(kScheduleForms);
}

}  // namespace steward::app
