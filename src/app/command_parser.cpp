// SPDX-License-Identifier: MIT
#include "app/command_parser.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <utility>

#include "steward/base/problem.hpp"

namespace steward::app {
namespace {

constexpr const char* kPurpose =
    "steward keeps an organisation's promises to its clients on time.\n"
    "It reads rules from YAML files, watches the records in a PostgreSQL database, reminds and\n"
    "escalates by email and SMS, and keeps a breach log.\n";

constexpr const char* kExamples =
    "Examples:\n"
    "  steward check                           is everything in the files right?\n"
    "  steward db migrate && steward db capture\n"
    "                                          set a database up, once\n"
    "  steward run                             keep promises until SIGTERM\n"
    "  steward plan                            what would the edited files do?\n"
    "  steward status                          is it well, and if not, what to do\n"
    "  steward tasks --ref 7K2                 who was told what about 7K2, who was not, and why\n"
    "  steward ack 7K2 --as dana.kim@skyport.example\n"
    "                                          take 7K2: nobody else is asked\n"
    "  steward breaches --from 2026-11-01 --to 2026-11-30 --format csv > november.csv\n"
    "  steward calendar show business-hours    when it is open this month, holidays named\n"
    "\n"
    "Exit codes: 0 done or healthy; 1 something is wrong; 2 it could not run, or it is down.\n"
    "Without --config the configuration is $STEWARD_CONFIG, else config/steward.yaml below the\n"
    "current folder, else /etc/steward/config/steward.yaml.";

constexpr const char* kPlanForms =
    "It assumes that no record changes and nobody answers. Exit codes: 0 nothing would change, or\n"
    "it is safe to load; 1 look at it first, a breach would be taken back, or the files have\n"
    "errors; 2 it could not run.";

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

constexpr const char* kSchemaForms =
    "KIND is rules, chains, calendar, template, model or configuration. An editor with a YAML\n"
    "language server completes and checks a file that names its schema in a first line such as\n"
    "  # yaml-language-server: $schema=../config/schemas/rules.json";

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

/// Help with one line a command and option, aligned.
std::shared_ptr<CLI::Formatter> help_format() {
  auto format = std::make_shared<CLI::Formatter>();
  format->column_width(34);
  format->label("SUBCOMMAND", "COMMAND");
  format->label("REQUIRED", "(required)");
  return format;
}

/// Takes one of these words only.
CLI::Validator one_of(std::vector<std::string> words) {
  const auto check = [words = std::move(words)](const std::string& word) {
    const bool known = std::find(words.begin(), words.end(), word) != words.end();
    return known ? std::string() : "'" + word + "' is not known: " + spelling_hint(word, words);
  };
  return CLI::Validator(check, "");
}

CLI::Validator whole_number() {
  return CLI::Validator(
      [](const std::string& word) {
        const bool digits = word.find_first_not_of("0123456789") == std::string::npos;
        return digits && !word.empty() && word.size() < 10
                   ? std::string()
                   : "'" + word + "' is not a whole number from 0";
      },
      "");
}

void add_format(CLI::App& app, Format& format) {
  app.add_option_function<std::string>(
         "--format",
         [&format](const std::string& word) {
           format = word == "csv" ? Format::csv : word == "json" ? Format::json : Format::table;
         },
         "table (default), csv or json; csv and json give instants in UTC")
      ->check(one_of({"table", "csv", "json"}))
      ->type_name("FORMAT");
}

void add_limit(CLI::App& app, std::optional<std::int64_t>& limit) {
  app.add_option("--limit", limit, "at most so many; 0: all (default: 50 in a table)")
      ->check(whole_number())
      ->type_name("N");
}

CLI::Option* add_text(CLI::App& app, const char* name, std::string& value, const char* meaning,
                      const char* what) {
  return app.add_option(name, value, meaning)->type_name(what);
}

/// The grammar, and where what it reads goes. Subcommands say which command it is by being parsed.
class Grammar {
 public:
  Grammar() : app_(kPurpose, "steward") {
    app_.formatter(help_format());
    app_.footer(kExamples);
    app_.set_version_flag("--version", "steward " STEWARD_VERSION);
    app_.add_option("--config", config_, "the configuration file")->type_name("FILE");
    app_.require_subcommand(0, 1);
    app_.fallthrough();
    add_work();
    add_plan();
    add_rule_sets();
    add_reports();
    add_answers();
    add_time();
    add_database();
  }

  std::variant<CommandLine, Reply> parse(int argc, const char* const* argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ParseError& stop) {
      return reply(stop);
    }
    for (const auto& [app, command] : commands_) {
      if (app->parsed()) return CommandLine{config_, command()};
    }
    return Reply{app_.help(), true};
  }

 private:
  template <class Options>
  CLI::App& add(CLI::App& parent, const char* name, const char* meaning, Options& options) {
    CLI::App* const app = parent.add_subcommand(name, meaning);
    app->group("Commands");
    app->footer("");
    commands_.emplace_back(app, [&options]() -> Command { return options; });
    return *app;
  }

  void add_work() {
    add(app_, "run", "keep promises until SIGTERM; SIGHUP reads the files again", run_);
    auto& check = add(app_, "check", "say everything that is wrong with the files", check_);
    check.add_option("PATHS", check_.rules, "rule files and folders, in place of the configured")
        ->type_name("");
    check
        .add_option_function<std::string>(
            "--format", [this](const std::string& word) { check_.json = word == "json"; },
            "text (default), or json for editors and CI")
        ->check(one_of({"text", "json"}))
        ->type_name("FORMAT");
    check
        .add_option("--model", check_.model,
                    "a snapshot that 'model --save' wrote, in place of the database")
        ->type_name("FILE");
    add_model();
    auto& schema = add(app_, "schema", "write what editors must know about the files", schema_);
    schema.footer(kSchemaForms);
    schema.add_option("KIND", schema_.kind, "rules (default), chains, calendar, template, …")
        ->check(one_of({"rules", "chains", "calendar", "template", "model", "configuration"}))
        ->type_name("");
    schema.add_option("--dir", schema_.folder, "all of them, as KIND.json into this folder")
        ->type_name("DIR");
  }

  void add_model() {
    auto& model =
        add(app_, "model", "show what rules can name: entities, fields, relations", model_);
    add_text(model, "ENTITY", model_.entity, "one of them; default: all", "");
    auto* const save = model.add_option("--save", model_.save,
                                        "write what the database holds, for 'check --model'");
    save->type_name("FILE");
    model.add_flag("--suggest", model_.suggest, "write a model.yaml: guesses and questions")
        ->excludes(save);
    model
        .add_option_function<std::string>(
            "--format",
            [this](const std::string& word) {
              model_.format = word == "json" ? Format::json : Format::table;
            },
            "table (default) or json")
        ->check(one_of({"table", "json"}))
        ->type_name("FORMAT");

    auto& init = add(app_, "init", "write a first configuration for a database", init_);
    add_text(init, "--database", init_.database,
             "a connection string; default: $STEWARD_DATABASE. A password is not stored", "URL");
    init.add_option("--dir", init_.folder, "the folder to write to (default: config)")
        ->type_name("DIR");
    add_text(init, "--schema", init_.schema, "whose tables are the entities", "SCHEMA");
  }

  void add_plan() {
    auto& plan = add(app_, "plan", "say what loading the files would do, and do nothing", plan_);
    add_text(plan, "--reason", plan_.reason, "why a breach may be taken back", "TEXT");
    plan.add_option_function<std::string>(
            "--format",
            [this](const std::string& word) {
              plan_.format = word == "json" ? Format::json : Format::table;
            },
            "table (default) or json; json gives instants in UTC")
        ->check(one_of({"table", "json"}))
        ->type_name("FORMAT");
    plan.footer(kPlanForms);
  }

  void add_reports() {
    add(app_, "status", "is it well, and if not, what to do", status_);
    auto& commitments = add(app_, "commitments", "list promises, soonest due first", commitments_);
    commitments
        .add_option("--state", commitments_.state,
                    "live (default), open, paused, breached, kept, cancelled or all")
        ->check(one_of({"live", "open", "paused", "breached", "kept", "cancelled", "all"}))
        ->type_name("STATE");
    add_text(commitments, "--rule", commitments_.rule, "of this rule", "RULE");
    add_text(commitments, "--client", commitments_.client, "a client's key or part of their name",
             "CLIENT");
    add_about_rule(commitments, commitments_.tag, commitments_.severity);
    add_text(commitments, "--ref", commitments_.reference, "this one, whatever its state", "REF");
    commitments.add_flag("--historic", commitments_.historic,
                         "also those that were due before their rule was in force");
    add_limit(commitments, commitments_.limit);
    add_format(commitments, commitments_.format);

    auto& tasks = add(app_, "tasks", "list who was told what, who was not, and why", tasks_);
    add_text(tasks, "--ref", tasks_.reference, "about this promise, with its skipped steps", "REF");
    tasks.add_option("--state", tasks_.state, "ready, sent, suppressed or skipped")
        ->check(one_of({"ready", "sent", "suppressed", "skipped"}))
        ->type_name("STATE");
    add_limit(tasks, tasks_.limit);
    add_format(tasks, tasks_.format);
    add_breaches();
    add_explain();
  }

  void add_explain() {
    auto& explain =
        add(app_, "explain", "say a rule in words, or why a record has a promise", explain_);
    add_text(explain, "RULE", explain_.rule, "its name", "")->required();
    add_text(explain, "SUBJECT", explain_.subject,
             "a record (service_deliveries/42, or 42) or a promise's reference; without: the rule",
             "");
    explain.add_flag("--sql", explain_.sql, "the SQL that the rule became, with its parameters");
    explain.add_flag("--files", explain_.files,
                     "the rule of the files on disk, not the one in force");
    explain
        .add_option_function<std::string>(
            "--format",
            [this](const std::string& word) {
              explain_.format = word == "json" ? Format::json : Format::table;
            },
            "text (default) or json; json gives instants in UTC")
        ->check(one_of({"text", "json"}))
        ->type_name("FORMAT");
  }

  /// What a rule says of itself.
  static void add_about_rule(CLI::App& command, std::string& tag, std::string& severity) {
    add_text(command, "--tag", tag, "of rules with this tag", "TAG");
    command.add_option("--severity", severity, "of rules of this severity: minor, major, critical")
        ->check(one_of({"minor", "major", "critical"}))
        ->type_name("SEVERITY");
  }

  void add_breaches() {
    auto& breaches = add(app_, "breaches", "report the breach log of a period", breaches_);
    add_text(breaches, "REF", breaches_.reference, "one breach with all its entries", "");
    add_text(breaches, "--from", breaches_.from,
             "first day (2026-11-01) or instant; default: 30 days before --to", "DATE");
    add_text(breaches, "--to", breaches_.to, "last day or instant; default: now", "DATE");
    add_text(breaches, "--rule", breaches_.rule, "of this rule", "RULE");
    add_text(breaches, "--client", breaches_.client, "a client's key or part of their name",
             "CLIENT");
    add_about_rule(breaches, breaches_.tag, breaches_.severity);
    add_format(breaches, breaches_.format);
  }

  void add_rule_sets() {
    add(app_, "reload", "offer the files of this host to come into force", reload_);
    auto& apply = add(app_, "apply", "take the rule set that waits, or an older one", apply_);
    add_text(apply, "REVISION", apply_.revision,
             "the first digits of its digest, as 'steward rules log' shows it", "");
    add_text(apply, "--reason", apply_.reason, "why, where a breach is taken back", "TEXT");

    CLI::App* const rules =
        app_.add_subcommand("rules", "show which rule sets were in force, and how they differ");
    rules->group("Commands");
    rules->footer("");
    rules->require_subcommand(0, 1);
    rules->fallthrough();
    auto& log = add(*rules, "log", "which sets came into force, were staged or failed", rules_log_);
    add_limit(log, rules_log_.limit);
    add_format(log, rules_log_.format);
    auto& show = add(*rules, "show", "a rule as it was written, or every file", rules_show_);
    add_text(show, "RULE", rules_show_.rule, "its name; default: every file of the set", "");
    add_text(show, "--revision", rules_show_.revision,
             "the first digits of a set's or a rule's digest; default: in force", "REVISION");
    auto& diff =
        add(*rules, "diff", "from the set in force to the files, or between two sets", rules_diff_);
    add_text(diff, "FROM", rules_diff_.from, "a set, in place of the one in force", "");
    add_text(diff, "TO", rules_diff_.to, "another; default, after FROM: the set in force", "");
  }

  void add_answers() {
    auto& ack = add(app_, "ack", "take a promise: its escalation goes no further", ack_);
    add_text(ack, "REF", ack_.reference, "the promise's reference, or its breach's", "")
        ->required();
    add_text(ack, "--as", ack_.person, "who takes it: email address, full name or staff key",
             "PERSON")
        ->required();
    auto& send = add(app_, "send-test", "prove that a message arrives", send_test_);
    add_text(send, "--to", send_test_.address, "an email address, or a number: +15555550100",
             "ADDRESS")
        ->required();
  }

  void add_time() {
    // Its commands come first: whichever was named last is the one that runs.
    CLI::App* const calendar = app_.add_subcommand("calendar", "ask calendars about open time");
    calendar->group("Commands");
    calendar->footer(kCalendarForms);
    calendar->fallthrough();
    add_calendar_commands(*calendar);
    calendar->add_flag("--jsonl", calendar_.json_lines, "answer JSON Lines from standard input");
    calendar->require_subcommand(0, 1);
    calendar->callback([this, calendar] {
      if (!calendar_.json_lines || calendar->get_subcommands().empty()) return;
      throw CLI::ExcludesError("--jsonl", calendar->get_subcommands().front()->get_name());
    });
    commands_.emplace_back(calendar, [this]() -> Command { return calendar_; });

    auto& eval = add(app_, "eval", "try an expression on facts or a record", eval_);
    add_text(eval, "EXPRESSION", eval_.expression, "as in a rule", "");
    auto* const facts = eval.add_option("--facts", eval_.facts, "a file of facts, .json or .yaml")
                            ->type_name("FILE");
    auto* const record =
        add_text(eval, "--subject", eval_.subject, "a record, clients/42", "RECORD")
            ->excludes(facts);
    auto* const lines =
        eval.add_flag("--jsonl", eval_.json_lines, "answer JSON Lines from standard input");
    lines->excludes(facts)->excludes(record);
    eval.callback([this] {
      if (eval_.json_lines == eval_.expression.empty()) return;
      if (eval_.json_lines) throw CLI::ExcludesError("--jsonl", "EXPRESSION");
      throw CLI::RequiredError("EXPRESSION");
    });
    eval.footer(kEvalForms);

    auto& schedule = add(app_, "schedule", "say when recurrences (RFC 5545) occur", schedule_);
    schedule.add_flag("--jsonl", schedule_.json_lines, "answer JSON Lines from standard input")
        ->required();
    schedule.footer(kScheduleForms);
  }

  void add_calendar_commands(CLI::App& calendar) {
    const auto add_name = [](CLI::App& command, std::string& name) {
      add_text(command, "CALENDAR", name, "its name", "")->required();
    };
    auto& ahead = add(calendar, "add", "when a length of time is over", calendar_add_);
    add_name(ahead, calendar_add_.calendar);
    add_text(ahead, "START", calendar_add_.start, "when it begins", "")->required();
    ahead.add_option("LENGTH", calendar_add_.span, "8h, 2 working days, -1h 30m")
        ->type_name("")
        ->required();
    auto& between =
        add(calendar, "between", "how much open time lies between two instants", calendar_between_);
    add_name(between, calendar_between_.calendar);
    add_text(between, "FROM", calendar_between_.from, "an instant", "")->required();
    add_text(between, "TO", calendar_between_.to, "another", "")->required();
    auto& open = add(calendar, "open", "is it open, and until when", calendar_open_);
    add_name(open, calendar_open_.calendar);
    add_text(open, "AT", calendar_open_.at, "default: now", "");
    auto& next = add(calendar, "next", "when it opens next", calendar_next_);
    add_name(next, calendar_next_.calendar);
    add_text(next, "AFTER", calendar_next_.at, "default: now", "");
    next.add_option("--count", calendar_next_.count, "so many openings (default: 1)")
        ->check(CLI::Range(1, 1000).description(""))
        ->type_name("N");
    auto& show = add(calendar, "show", "draw this month, or another, or a week", calendar_show_);
    add_name(show, calendar_show_.calendar);
    auto* const month =
        add_text(show, "--month", calendar_show_.month, "another month, 2026-12", "MONTH");
    add_text(show, "--week", calendar_show_.week, "the week of a day, 2026-12-24", "DATE")
        ->excludes(month);
  }

  void add_database() {
    CLI::App* const database = app_.add_subcommand("db", "set the database up: migrate, capture");
    database->group("Commands");
    database->footer("");
    database->require_subcommand(0, 1);
    database->fallthrough();
    auto& migrate = add(*database, "migrate", "bring steward's schema up to date", migrate_);
    migrate.add_flag("--simulation", migrate_.simulation,
                     "for tests and replays: changes are stamped with the session's steward.now");
    auto& capture =
        add(*database, "capture", "install the triggers that watch the records", capture_);
    auto* const print =
        capture.add_flag("--sql", capture_.only_print, "only print them, for a DBA to run");
    capture.add_flag("--remove", capture_.remove, "remove them")->excludes(print);
  }

  Reply reply(const CLI::ParseError& stop) {
    if (dynamic_cast<const CLI::CallForVersion*>(&stop) != nullptr) {
      return {std::string(stop.what()) + "\n", false};
    }
    if (stop.get_exit_code() == 0) return {app_.help(), false};
    const CLI::App& named = innermost();
    auto text = "steward: " + mistake(named, stop) + "\n";
    return {text + "Try '" + path_of(named) + " --help'.\n", true};
  }

  /// A word where a command should stand is most likely one, misspelt.
  std::string mistake(const CLI::App& named, const CLI::ParseError& stop) const {
    const auto words = app_.remaining(true);
    std::vector<std::string> commands;
    for (const auto* const command : named.get_subcommands(nullptr)) {
      commands.push_back(command->get_name());
    }
    if (words.empty() || commands.empty() || words.front().front() == '-') return stop.what();
    const auto path = path_of(named) + " " + words.front();
    return "there is no command '" + path.substr(path.find(' ') + 1) +
           "': " + spelling_hint(words.front(), commands);
  }

  /// The command that was named, as far as it was understood.
  const CLI::App& innermost() {
    const CLI::App* named = &app_;
    while (!named->get_subcommands().empty()) named = named->get_subcommands().front();
    return *named;
  }

  static std::string path_of(const CLI::App& app) {
    const auto* const parent = app.get_parent();
    return parent == nullptr ? app.get_name() : path_of(*parent) + " " + app.get_name();
  }

  CLI::App app_;
  std::filesystem::path config_;
  std::vector<std::pair<CLI::App*, std::function<Command()>>> commands_;
  RunCommand run_;
  ModelCommand model_;
  InitCommand init_;
  CheckCommand check_;
  SchemaCommand schema_;
  PlanCommand plan_;
  StatusCommand status_;
  CommitmentsCommand commitments_;
  TasksCommand tasks_;
  BreachesCommand breaches_;
  ExplainCommand explain_;
  AckCommand ack_;
  SendTestCommand send_test_;
  EvalCommand eval_;
  ScheduleCommand schedule_;
  CalendarCommand calendar_;
  CalendarAddCommand calendar_add_;
  CalendarBetweenCommand calendar_between_;
  CalendarOpenCommand calendar_open_;
  CalendarNextCommand calendar_next_;
  CalendarShowCommand calendar_show_;
  MigrateCommand migrate_;
  CaptureCommand capture_;
  ReloadCommand reload_;
  ApplyCommand apply_;
  RulesLogCommand rules_log_;
  RulesShowCommand rules_show_;
  RulesDiffCommand rules_diff_;
};

}  // namespace

std::variant<CommandLine, Reply> parse_command_line(int argc, const char* const* argv) {
  return Grammar().parse(argc, argv);
}

}  // namespace steward::app
