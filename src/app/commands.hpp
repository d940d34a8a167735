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

struct AckCommand {
  std::string reference;
  std::string person;
};

struct SendTestCommand {
  std::string address;
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

using Command =
    std::variant<RunCommand, CheckCommand, StatusCommand, CommitmentsCommand, TasksCommand,
                 BreachesCommand, AckCommand, SendTestCommand, ScheduleCommand, CalendarCommand,
                 CalendarAddCommand, CalendarBetweenCommand, CalendarOpenCommand,
                 CalendarNextCommand, CalendarShowCommand, MigrateCommand, CaptureCommand>;

/// `config` is as given: see `find_configuration`.
[[nodiscard]] int run(const RunCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const CheckCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const StatusCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const CommitmentsCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const TasksCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const BreachesCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const AckCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const SendTestCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const ScheduleCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const CalendarCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const CalendarAddCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const CalendarBetweenCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const CalendarOpenCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const CalendarNextCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const CalendarShowCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const MigrateCommand& command, const std::filesystem::path& config);
[[nodiscard]] int run(const CaptureCommand& command, const std::filesystem::path& config);

/// How many lines a list shows: all for 0, a screenful where nobody said and people read it.
[[nodiscard]] std::optional<std::int64_t> line_limit(const std::optional<std::int64_t>& asked,
                                                     Format format);

}  // namespace steward::app
