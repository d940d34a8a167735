// SPDX-License-Identifier: MIT
#include "app/command_parser.hpp"

#include <utility>

#include "app/command_families.hpp"
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

/// Help with one line a command and option, aligned.
std::shared_ptr<CLI::Formatter> help_format() {
  auto format = std::make_shared<CLI::Formatter>();
  format->column_width(34);
  format->label("SUBCOMMAND", "COMMAND");
  format->label("REQUIRED", "(required)");
  return format;
}

/// All families together, and what is said of words that are no command.
class Grammar {
 public:
  Grammar() : app_(kPurpose, "steward") {
    app_.formatter(help_format());
    app_.footer(kExamples);
    app_.set_version_flag("--version", "steward " STEWARD_VERSION);
    app_.add_option("--config", config_, "the configuration file")->type_name("FILE");
    app_.require_subcommand(0, 1);
    app_.fallthrough();
    add_work(app_, commands_);
    add_plan(app_, commands_);
    add_rule_sets(app_, commands_);
    add_reports(app_, commands_);
    add_answers(app_, commands_);
    add_time(app_, commands_);
    add_database(app_, commands_);
  }

  std::variant<CommandLine, Reply> parse(int argc, const char* const* argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ParseError& stop) {
      return reply(stop);
    }
    if (auto command = commands_.parsed()) return CommandLine{config_, *std::move(command)};
    return Reply{app_.help(), true};
  }

 private:
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
  CommandList commands_;
};

}  // namespace

std::variant<CommandLine, Reply> parse_command_line(int argc, const char* const* argv) {
  return Grammar().parse(argc, argv);
}

}  // namespace steward::app
