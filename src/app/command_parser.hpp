// SPDX-License-Identifier: MIT
// The command line: its words, its help, its mistakes.
#pragma once

#include <filesystem>
#include <string>
#include <variant>

#include "app/commands.hpp"

namespace steward::app {

struct CommandLine {
  std::filesystem::path config;  ///< empty: the usual places
  Command command;
};

/// Nothing is to be run: help, the version, or what is wrong with the words.
struct Reply {
  std::string text;
  bool is_error = false;
};

[[nodiscard]] std::variant<CommandLine, Reply> parse_command_line(int argc,
                                                                  const char* const* argv);

}  // namespace steward::app
