// SPDX-License-Identifier: MIT
// The commands of the command line by family, each with its options and its help.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/commands.hpp"

namespace steward::app {

/// What was added: its grammar, and where what it reads goes.
template <class Options>
struct AddedCommand {
  CLI::App& grammar;
  Options& options;
};

/// The commands that there are. Which one is meant is said by its being parsed.
class CommandList {
 public:
  template <class Options>
  AddedCommand<Options> add(CLI::App& parent, const char* name, const char* meaning) {
    CLI::App* const grammar = parent.add_subcommand(name, meaning);
    grammar->group("Commands");
    grammar->footer("");
    const auto options = std::make_shared<Options>();
    adopt(*grammar, options);
    return {*grammar, *options};
  }

  /// A command that has its grammar and its options already. Of two that are parsed the first one
  /// here is meant.
  template <class Options>
  void adopt(const CLI::App& grammar, std::shared_ptr<Options> options) {
    all_.emplace_back(&grammar, [options = std::move(options)]() -> Command { return *options; });
  }

  [[nodiscard]] std::optional<Command> parsed() const;

 private:
  std::vector<std::pair<const CLI::App*, std::function<Command()>>> all_;
};

// In the order in which help names them.
void add_work(CLI::App& app, CommandList& commands);
void add_plan(CLI::App& app, CommandList& commands);
void add_rule_sets(CLI::App& app, CommandList& commands);
void add_reports(CLI::App& app, CommandList& commands);
void add_answers(CLI::App& app, CommandList& commands);
void add_time(CLI::App& app, CommandList& commands);
void add_database(CLI::App& app, CommandList& commands);

// What commands have in common.

/// Takes one of these words only.
[[nodiscard]] CLI::Validator one_of(std::vector<std::string> words);
CLI::Option* add_text(CLI::App& app, const char* name, std::string& value, const char* meaning,
                      const char* what);
/// `--format table|csv|json`.
void add_format(CLI::App& app, Format& format);
/// `--format json`, or the word for what it is else, "table" or "text".
void add_json_format(CLI::App& app, const char* otherwise, const char* meaning,
                     std::function<void(bool)> take);
void add_limit(CLI::App& app, std::optional<std::int64_t>& limit);

}  // namespace steward::app
