// SPDX-License-Identifier: MIT
// What steward knows and says: status, commitments, tasks, breaches, explain, ack, send-test.
#include "app/command_families.hpp"

namespace steward::app {
namespace {

/// What a rule says of itself.
void add_about_rule(CLI::App& command, std::string& tag, std::string& severity) {
  add_text(command, "--tag", tag, "of rules with this tag", "TAG");
  command.add_option("--severity", severity, "of rules of this severity: minor, major, critical")
      ->check(one_of({"minor", "major", "critical"}))
      ->type_name("SEVERITY");
}

void add_breaches(CLI::App& app, CommandList& commands) {
  auto [breaches, breaches_options] =
      commands.add<BreachesCommand>(app, "breaches", "report the breach log of a period");
  add_text(breaches, "REF", breaches_options.reference, "one breach with all its entries", "");
  add_text(breaches, "--from", breaches_options.from,
           "first day (2026-11-01) or instant; default: 30 days before --to", "DATE");
  add_text(breaches, "--to", breaches_options.to, "last day or instant; default: now", "DATE");
  add_text(breaches, "--rule", breaches_options.rule, "of this rule", "RULE");
  add_text(breaches, "--client", breaches_options.client, "a client's key or part of their name",
           "CLIENT");
  add_about_rule(breaches, breaches_options.tag, breaches_options.severity);
  add_format(breaches, breaches_options.format);
}

void add_explain(CLI::App& app, CommandList& commands) {
  auto [explain, explain_options] = commands.add<ExplainCommand>(
      app, "explain", "say a rule in words, or why a record has a promise");
  add_text(explain, "RULE", explain_options.rule, "its name", "")->required();
  add_text(explain, "SUBJECT", explain_options.subject,
           "a record (service_deliveries/42, or 42) or a promise's reference; without: the rule",
           "");
  explain.add_flag("--sql", explain_options.sql,
                   "the SQL that the rule became, with its parameters");
  explain.add_flag("--files", explain_options.files,
                   "the rule of the files on disk, not the one in force");
  add_json_format(explain, "text", "text (default) or json; json gives instants in UTC",
                  [&format = explain_options.format](bool json) {
                    format = json ? Format::json : Format::table;
                  });
}

}  // namespace

void add_reports(CLI::App& app, CommandList& commands) {
  commands.add<StatusCommand>(app, "status", "is it well, and if not, what to do");
  auto [commitments, commitments_options] =
      commands.add<CommitmentsCommand>(app, "commitments", "list promises, soonest due first");
  commitments
      .add_option("--state", commitments_options.state,
                  "live (default), open, paused, breached, kept, cancelled or all")
      ->check(one_of({"live", "open", "paused", "breached", "kept", "cancelled", "all"}))
      ->type_name("STATE");
  add_text(commitments, "--rule", commitments_options.rule, "of this rule", "RULE");
  add_text(commitments, "--client", commitments_options.client,
           "a client's key or part of their name", "CLIENT");
  add_about_rule(commitments, commitments_options.tag, commitments_options.severity);
  add_text(commitments, "--ref", commitments_options.reference, "this one, whatever its state",
           "REF");
  commitments.add_flag("--historic", commitments_options.historic,
                       "also those that were due before their rule was in force");
  add_limit(commitments, commitments_options.limit);
  add_format(commitments, commitments_options.format);

  auto [tasks, tasks_options] =
      commands.add<TasksCommand>(app, "tasks", "list who was told what, who was not, and why");
  add_text(tasks, "--ref", tasks_options.reference, "about this promise, with its skipped steps",
           "REF");
  tasks.add_option("--state", tasks_options.state, "ready, sent, suppressed or skipped")
      ->check(one_of({"ready", "sent", "suppressed", "skipped"}))
      ->type_name("STATE");
  add_limit(tasks, tasks_options.limit);
  add_format(tasks, tasks_options.format);
  add_breaches(app, commands);
  add_explain(app, commands);
}

void add_answers(CLI::App& app, CommandList& commands) {
  auto [ack, ack_options] =
      commands.add<AckCommand>(app, "ack", "take a promise: its escalation goes no further");
  add_text(ack, "REF", ack_options.reference, "the promise's reference, or its breach's", "")
      ->required();
  add_text(ack, "--as", ack_options.person, "who takes it: email address, full name or staff key",
           "PERSON")
      ->required();
  auto [send, send_test_options] =
      commands.add<SendTestCommand>(app, "send-test", "prove that a message arrives");
  add_text(send, "--to", send_test_options.address, "an email address, or a number: +15555550100",
           "ADDRESS")
      ->required();
}

}  // namespace steward::app
