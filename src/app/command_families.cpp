// SPDX-License-Identifier: MIT
#include "app/command_families.hpp"

#include <algorithm>

#include "steward/base/problem.hpp"

namespace steward::app {
namespace {

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

}  // namespace

std::optional<Command> CommandList::parsed() const {
  for (const auto& [grammar, command] : all_) {
    if (grammar->parsed()) return command();
  }
  return std::nullopt;
}

CLI::Validator one_of(std::vector<std::string> words) {
  const auto check = [words = std::move(words)](const std::string& word) {
    const bool known = std::find(words.begin(), words.end(), word) != words.end();
    return known ? std::string() : "'" + word + "' is not known: " + spelling_hint(word, words);
  };
  return CLI::Validator(check, "");
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

void add_json_format(CLI::App& app, const char* otherwise, const char* meaning,
                     std::function<void(bool)> take) {
  app.add_option_function<std::string>(
         "--format", [take = std::move(take)](const std::string& word) { take(word == "json"); },
         meaning)
      ->check(one_of({otherwise, "json"}))
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

}  // namespace steward::app
