// SPDX-License-Identifier: MIT
// The commands and their options; command_<name>.cpp runs each. All answer an exit code.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "app/export.hpp"

namespace steward::app {

struct RunCommand {};

struct CheckCommand {
  std::vector<std::filesystem::path> rules;  ///< in place of the configured ones; empty: those
  bool json = false;                         ///< for programs, on standard output
  std::filesystem::path model;  ///< a snapshot in place of the database; empty: the database
};

struct ModelCommand {
  std::string entity;          ///< "": all
  std::filesystem::path save;  ///< write a snapshot there
  bool suggest = false;        ///< write a model.yaml
  Format format = Format::table;
};

/// A configuration for a database.
struct InitCommand {
  std::string database;  ///< "": from the environment
  std::filesystem::path folder = "config";
  std::string schema;  ///< "": public, or the only one that has tables
};

/// The JSON Schema of a kind of file on standard output, or all of them into a folder.
struct SchemaCommand {
  std::string kind = "rules";
  std::filesystem::path folder;
};

struct PlanCommand {
  std::string reason;  ///< why a breach may be taken back; "" for none
  Format format = Format::table;
};

struct StatusCommand {};

struct CommitmentsCommand {
  std::string state = "live";  ///< a state, "live" or "all"
  std::string rule;
  std::string client;
  std::string tag;
  std::string severity;
  std::string reference;
  bool historic = false;
  std::optional<std::int64_t> limit;  ///< 0: all; absent: a screenful in a table, else all
  Format format = Format::table;
};

struct TasksCommand {
  std::string reference;
  std::string state;
  std::optional<std::int64_t> limit;  ///< as for commitments
  Format format = Format::table;
};

struct BreachesCommand {
  std::string reference;
  std::string from;
  std::string to;
  std::string rule;
  std::string client;
  std::string tag;
  std::string severity;
  Format format = Format::table;
};

struct ExplainCommand {
  std::string rule;
  std::string subject;  ///< "": the rule itself
  bool sql = false;
  bool files = false;             ///< the rule of the files on disk rather than the one in force
  Format format = Format::table;  ///< table: text
};

struct AckCommand {
  std::string reference;
  std::string person;
};

struct SendTestCommand {
  std::string address;
};

/// An expression over the facts of a file (none: over nothing), over a record, "clients/42"; or
/// JSON Lines from standard input to standard output.
struct EvalCommand {
  std::string expression;
  std::filesystem::path facts;
  std::string subject;
  bool json_lines = false;
};

/// Recurrences, as JSON Lines from standard input to standard output.
struct ScheduleCommand {
  bool json_lines = false;
};

/// All calendars; or JSON Lines from standard input to standard output.
struct CalendarCommand {
  bool json_lines = false;
};

/// Of these, `calendar` is a name, and an instant is RFC 3339, local time, "now", or "" for that.
struct CalendarAddCommand {
  std::string calendar;
  std::string start;
  std::vector<std::string> span;  ///< its words
};

struct CalendarBetweenCommand {
  std::string calendar;
  std::string from;
  std::string to;
};

struct CalendarOpenCommand {
  std::string calendar;
  std::string at;
};

struct CalendarNextCommand {
  std::string calendar;
  std::string at;
  std::int64_t count = 1;
};

struct CalendarShowCommand {
  std::string calendar;
  std::string month;  ///< "2026-12"; "" for this one
  std::string week;   ///< a day of it, "2026-12-24"; "" for a month
};

struct MigrateCommand {
  bool simulation = false;
};

struct CaptureCommand {
  bool only_print = false;
  bool remove = false;
};

struct ReloadCommand {};

struct ResyncCommand {
  std::vector<std::string> rules;  ///< empty: all
};

struct ApplyCommand {
  std::string revision;  ///< the first digits of a set's digest; "": the one that waits
  std::string reason;
};

struct RulesLogCommand {
  std::optional<std::int64_t> limit;
  Format format = Format::table;
};

struct RulesShowCommand {
  std::string rule;      ///< "": every file
  std::string revision;  ///< the first digits of a set's or a rule's digest; "": the set in force
};

/// Without `from`: from the set in force to the files; without `to`: to the set in force.
struct RulesDiffCommand {
  std::string from;
  std::string to;
};

using Command =
    std::variant<RunCommand, CheckCommand, PlanCommand, ModelCommand, InitCommand, SchemaCommand,
                 StatusCommand, CommitmentsCommand, TasksCommand, BreachesCommand, ExplainCommand,
                 AckCommand, SendTestCommand, EvalCommand, ScheduleCommand, CalendarCommand,
                 CalendarAddCommand, CalendarBetweenCommand, CalendarOpenCommand,
                 CalendarNextCommand, CalendarShowCommand, MigrateCommand, CaptureCommand,
                 ReloadCommand, ResyncCommand, ApplyCommand, RulesLogCommand, RulesShowCommand,
                 RulesDiffCommand>;

/// `config` is as given: see `find_configuration`.
[[nodiscard]] int run(const RunCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const CheckCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const SchemaCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const ModelCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const InitCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const PlanCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const StatusCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const CommitmentsCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const TasksCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const BreachesCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const ExplainCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const AckCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const SendTestCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const EvalCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const ScheduleCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const CalendarCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const CalendarAddCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const CalendarBetweenCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const CalendarOpenCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const CalendarNextCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const CalendarShowCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const MigrateCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const CaptureCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const ReloadCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const ResyncCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const ApplyCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const RulesLogCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const RulesShowCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const RulesDiffCommand& command, const std::filesystem::path& config);

/// How many lines a list shows: all for 0, a screenful where nobody said and people read it.
[[nodiscard]] std::optional<std::int64_t> line_limit(const std::optional<std::int64_t>& asked,
                                                     Format format);

}  // namespace steward::app
