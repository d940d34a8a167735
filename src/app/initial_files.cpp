// SPDX-License-Identifier: MIT
#include "app/initial_files.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "steward/rules/connection_secret.hpp"
#include "steward/rules/model_suggestion.hpp"

namespace steward::app {
namespace {

constexpr const char* kSettings =
    R"yaml(# steward's configuration. Relative paths are taken from this file's folder.
# Who the messages come from, in a word or two.
organisation: Our organisation

# How to reach the database. No password belongs in here: use {{file: PATH}}, {{env: NAME}},
# ~/.pgpass or the server's peer authentication.
database: {}

rules: [rules]
calendars: [calendars]
escalations: [escalations.yaml]
templates: [templates]
model: model.yaml

# Nothing leaves: look at 'steward tasks' first. Then 'redirect', then 'live'.
delivery: shadow

# Who is told when nobody else can be; and how email leaves.
# last_resort: {{email: manager-on-call@our.example}}
# email:
#   url: smtp://localhost:25
#   from: Steward <steward@our.example>
#   # password: {{file: /etc/steward/smtp-password}}

http: {{address: 127.0.0.1, port: 9464}}

# How long after its end a promise keeps its history and messages; for ever if left out.
# retention: {{after: 7 years, export: archive}}
)yaml";

constexpr const char* kCalendar =
    R"yaml(# When the office is open.
calendar: office-hours
hours:
  mon-fri: ["09:00-17:00"]
# Its zone is model.yaml's unless it says another.
# zone: America/New_York
# holidays: [{date: 2027-01-01, name: "New Year's Day"}]
)yaml";

constexpr const char* kChains =
    R"yaml(# Who is asked next when nobody answers. Each level waits after the one before it.
chains:
  - chain: first-chain
    title: A promise is late and stays so
    calendar: office-hours
    levels:
      - notify: {}
        by: [email]
        template: late
)yaml";

constexpr const char* kReminder =
    R"yaml(# Before a promise is due.
template: reminder
subject: "{{title}} (due {{due}})"
email: |
  Hello {{first_name}}. {{why}}

  {{title}}: due {{due}} ({{due_in}}).
  To take it: steward ack {{ref}} --as {{answer_as}}

  Ref {{ref}}, {{source}}
)yaml";

constexpr const char* kLate =
    R"yaml(# When a promise is late, and when it stays so.
template: late
subject: "Late: {{title}} (was due {{due}})"
email: |
  Hello {{first_name}}. {{why}}

  {{title}}: was due {{due}} ({{due_in}}).
  To take it: steward ack {{ref}} --as {{answer_as}}

  Ref {{ref}}, {{source}}
)yaml";

constexpr const char* kReviewDue =
    R"yaml(# A rule itself is to be reviewed soon, by whoever answers for it.
template: rule-review-due
subject: "{{title}}"
email: |
  Hello {{first_name}}. {{why}}

  {{title}}. Its owner reads it once more: is the promise still right, does it still ask the right people?

  Due {{due}} ({{due_in}})
  Write the next date into 'review_by' of the rule. Once it is loaded, this closes by itself.
  To take it: steward ack {{ref}} --as {{answer_as}}
  {{#late}}
  This message goes out later than it should have.
  {{/late}}

  Ref {{ref}}, {{source}}
sms: >
  {{organisation}}: a review {{ref}} is due {{due}}, {{due_in}}.
  To take it: steward ack {{ref}} --as {{answer_as}}
)yaml";

constexpr const char* kReviewOverdue =
    R"yaml(# A rule was not reviewed in time.
template: rule-review-overdue
subject: "Late: {{title}}"
email: |
  Hello {{first_name}}. {{why}}

  {{title}}. That was due {{due}} ({{due_in}}), and the rule still bears the same date.

  Please review it, and write the next date into its 'review_by'.
  To take it: steward ack {{ref}} --as {{answer_as}}

  Logged as late: {{breach_ref}}.

  Ref {{ref}}, {{source}}
sms: >
  LATE {{ref}}: the review due {{due}} is not done.
  To take it: steward ack {{ref}} --as {{answer_as}}
)yaml";

/// Where no table has a beginning and an end, there is no rule to begin with.
constexpr const char* kNoRule =
    R"yaml(# Rule files end in .yaml and hold a list 'rules:'. No table was found that has a beginning and an
# end: this is how a rule looks.
#
# rules:
#   - rule: first-rule
#     title: Every enquiry is answered within two working days
#     source: the procedure that says so
#     owner: admin
#     subject: enquiries
#     clock: {starts: received_at, stops: answered_at, within: 2 working days, calendar: office-hours}
#     steps:
#       - {at: due - 4 working hours, notify: role("admin"), template: reminder}
#       - {at: due, breach: true, notify: role("admin"), template: late}
)yaml";

}  // namespace

std::map<std::filesystem::path, std::string> initial_files(const std::string& database,
                                                           const std::string& model,
                                                           const model::Catalog& catalog,
                                                           const std::string& role) {
  const auto rule = rules::suggest_rule(model, catalog, role);
  std::map<std::filesystem::path, std::string> files = {
      {"steward.yaml", fmt::format(fmt::runtime(kSettings), database)},
      {"model.yaml", model},
      {"calendars/office-hours.yaml", kCalendar},
      {"escalations.yaml", fmt::format(fmt::runtime(kChains), rules::role_expression(role))},
      {"templates/reminder.yaml", kReminder},
      {"templates/late.yaml", kLate},
      {"templates/rule-review-due.yaml", kReviewDue},
      {"templates/rule-review-overdue.yaml", kReviewOverdue},
  };
  if (rule.empty()) {
    files.emplace("rules/first-rule.txt", kNoRule);
  } else {
    files.emplace("rules/first-rule.yaml", rule);
  }
  return files;
}

std::string first_role(const model::Roster& roster) {
  std::map<std::string, int> holders;
  for (const auto* list : {&roster.holders, &roster.duties}) {
    for (const auto& holding : *list) {
      const bool one_line = std::none_of(holding.role.begin(), holding.role.end(), [](char c) {
        return static_cast<unsigned char>(c) < ' ';
      });
      if (one_line && !holding.role.empty()) ++holders[holding.role];
    }
  }
  if (holders.empty() || holders.contains("admin")) return "admin";
  return std::max_element(holders.begin(), holders.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

std::string database_reference(const std::string& connection) {
  if (connection.empty() || rules::holds_password(connection)) return "{env: STEWARD_DATABASE}";
  std::string quoted = "\"";
  for (const char c : connection) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

}  // namespace steward::app
