// SPDX-License-Identifier: MIT
// `steward check`: everything that is wrong with the files.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "app/commands.hpp"
#include "app/exit_code.hpp"
#include "app/opening.hpp"
#include "app/words.hpp"
#include "steward/base/problem_json.hpp"
#include "steward/model/catalog_json.hpp"
#include "steward/rules/calendar_files.hpp"
#include "steward/rules/loader.hpp"

namespace steward::app {
namespace {

std::string sentence(const model::RuleSet& set, std::size_t warnings) {
  // "always" is built in: nobody wrote it.
  const auto calendars = set.calendars.size() - set.calendars.count("always");
  // Those about reviews are, too.
  const auto rules = std::count_if(set.rules.begin(), set.rules.end(),
                                   [](const model::Rule& rule) { return rule.reviews.empty(); });
  return fmt::format("{}, {}, {}, {}: no errors{}.\n",
                     counted(static_cast<std::size_t>(rules), "rule"),
                     counted(set.chains.size(), "chain"), counted(calendars, "calendar"),
                     counted(set.templates.size(), "template"),
                     warnings == 0 ? "" : ", " + counted(warnings, "warning"));
}

Instant this_host_now() {
  return std::chrono::time_point_cast<Microseconds>(std::chrono::system_clock::now());
}

void report(const CheckCommand& command, const Problems& problems) {
  if (command.json) {
    fmt::print("{}\n", json::serialize(to_json(problems)));
  } else {
    fmt::print(stderr, "{}", problems.render_all());
  }
}

int conclude(const CheckCommand& command, const Problems& problems, const model::RuleSet* set) {
  report(command, problems);
  if (set == nullptr) return kRefused;
  if (!command.json) fmt::print("{}", sentence(*set, problems.warning_count()));
  return kDone;
}

/// The catalog as it was saved. Without a database it is this host that says what day it is.
int check_against(const CheckCommand& command, const rules::Settings& settings,
                  Problems& problems) {
  const auto saved = command.model.string();
  std::ifstream file(command.model, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file) {
    return fail(Error(ErrorCode::unavailable, fmt::format("{} cannot be read", saved)));
  }
  const auto snapshot = model::snapshot_from_json(text);
  if (!snapshot) {
    return fail(
        Error(snapshot.error().code(), fmt::format("{}: {}", saved, snapshot.error().message())));
  }
  // Its mistakes are found again with those of the other files.
  Problems of_header;
  const auto header = rules::read_model_header(settings.paths.model, of_header);
  if (!of_header.has_errors() && header.schema != snapshot->schema) {
    if (!problems.empty()) report(command, problems);
    return fail(Error(ErrorCode::invalid_input,
                      fmt::format("{} holds the schema '{}', and model.yaml names '{}'", saved,
                                  snapshot->schema, header.schema)));
  }
  const auto set =
      rules::load_rules(settings.paths, snapshot->catalog, settings.organisation, problems);
  if (set) rules::warn_of_ends(set->holiday_files, this_host_now(), problems);
  return conclude(command, problems, set.get());
}

}  // namespace

int run(const CheckCommand& command, const std::filesystem::path& config) {
  const auto file = find_configuration(config);
  if (!file) return fail(file.error());
  Problems problems;
  // Against a snapshot nobody connects to anything.
  const auto secrets = command.model.empty() ? rules::Secrets::needed : rules::Secrets::named;
  auto settings = rules::read_settings(*file, problems, secrets);
  if (!settings) {
    report(command, problems);
    return kRefused;
  }
  if (!command.rules.empty()) settings->paths.rules = command.rules;
  if (!command.model.empty()) return check_against(command, *settings, problems);
  const auto installation = Installation::open(std::move(*settings));
  if (!installation) return fail(installation.error());
  const auto set = (*installation)->load(problems, Severity::error);
  if (set) return conclude(command, problems, set->get());
  // What was found before the database was asked is worth saying all the same.
  if (!problems.empty()) report(command, problems);
  return fail(set.error());
}

}  // namespace steward::app
