// SPDX-License-Identifier: MIT
// Which rules are in force: plan, reload, apply, rules.
#include "app/command_families.hpp"

namespace steward::app {
namespace {

constexpr const char* kPlanForms =
    "It assumes that no record changes and nobody answers. Exit codes: 0 nothing would change, or\n"
    "it is safe to load; 1 look at it first, a breach would be taken back, or the files have\n"
    "errors; 2 it could not run.";

}  // namespace

void add_plan(CLI::App& app, CommandList& commands) {
  auto [plan, plan_options] =
      commands.add<PlanCommand>(app, "plan", "say what loading the files would do, and do nothing");
  add_text(plan, "--reason", plan_options.reason, "why a breach may be taken back", "TEXT");
  add_json_format(
      plan, "table", "table (default) or json; json gives instants in UTC",
      [&format = plan_options.format](bool json) { format = json ? Format::json : Format::table; });
  plan.footer(kPlanForms);
}

void add_rule_sets(CLI::App& app, CommandList& commands) {
  commands.add<ReloadCommand>(app, "reload", "offer the files of this host to come into force");
  auto [apply, apply_options] =
      commands.add<ApplyCommand>(app, "apply", "take the rule set that waits, or an older one");
  add_text(apply, "REVISION", apply_options.revision,
           "the first digits of its digest, as 'steward rules log' shows it", "");
  add_text(apply, "--reason", apply_options.reason, "why, where a breach is taken back", "TEXT");

  CLI::App* const rules =
      app.add_subcommand("rules", "show which rule sets were in force, and how they differ");
  rules->group("Commands");
  rules->footer("");
  rules->require_subcommand(0, 1);
  rules->fallthrough();
  auto [log, rules_log_options] = commands.add<RulesLogCommand>(
      *rules, "log", "which sets came into force, were staged or failed");
  add_limit(log, rules_log_options.limit);
  add_format(log, rules_log_options.format);
  auto [show, rules_show_options] =
      commands.add<RulesShowCommand>(*rules, "show", "a rule as it was written, or every file");
  add_text(show, "RULE", rules_show_options.rule, "its name; default: every file of the set", "");
  add_text(show, "--revision", rules_show_options.revision,
           "the first digits of a set's or a rule's digest; default: in force", "REVISION");
  auto [diff, rules_diff_options] = commands.add<RulesDiffCommand>(
      *rules, "diff", "from the set in force to the files, or between two sets");
  add_text(diff, "FROM", rules_diff_options.from, "a set, in place of the one in force", "");
  add_text(diff, "TO", rules_diff_options.to, "another; default, after FROM: the set in force", "");
}

}  // namespace steward::app
