// SPDX-License-Identifier: MIT
// `steward check`: everything that is wrong with the files.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "app/commands.hpp"
#include "app/exit_code.hpp"
#include "app/opening.hpp"
#include "app/words.hpp"

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

}  // namespace

int run(const CheckCommand& command, const std::filesystem::path& config) {
  const auto file = find_configuration(config);
  if (!file) return fail(file.error());
  Problems problems;
  auto settings = rules::read_settings(*file, problems);
  if (!settings) {
    fmt::print(stderr, "{}", problems.render_all());
    return kRefused;
  }
  if (!command.rules.empty()) settings->paths.rules = command.rules;
  const auto installation = Installation::open(std::move(*settings));
  if (!installation) return fail(installation.error());
  const auto set = (*installation)->load(problems, Severity::error);
  fmt::print(stderr, "{}", problems.render_all());
  if (!set) return fail(set.error());
  if (!*set) return kRefused;
  fmt::print("{}", sentence(**set, problems.warning_count()));
  return kDone;
}

}  // namespace steward::app
