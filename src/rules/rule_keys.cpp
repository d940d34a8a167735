// SPDX-License-Identifier: MIT
// Which keys a rule file may have.
#include "rules/key_table.hpp"

namespace steward::rules {

using enum ValueForm;

const KeyTable& decision_table_keys() {
  static const KeyTable table{
      "table",
      {required({"by", texts, "one to three expressions, by whose values a row is chosen",
                 "[service_type, client.tier]"}),
       required({"rows", rows, "a value for each of them, and what is chosen then",
                 R"([[fuel, priority, 24h], [hangar, "*", 2 working days]])"}),
       required({"default", anything, "what is chosen when no row fits", "48h"})}};
  return table;
}

const KeyTable& step_keys() {
  static const KeyTable table{
      "step",
      {required({"at", moment,
                 "when it acts: start, due, start + 2h, due - 24h, due + 4 working hours or 75%",
                 "due - 24h"}),
       {"notify", recipients, "whom it tells: one recipient or a list",
        R"([assignee, role("client-service-leader")])"},
       {"by",
        ValueForm::choices,
        "the channels; [email] if left out",
        "[email, sms]",
        false,
        {"email", "sms"}},
       {"template", name, "the words, by a template's name", "follow-up-due-soon"},
       {"urgency",
        choice,
        "how urgent it is; normal if left out",
        "urgent",
        false,
        {"normal", "urgent"}},
       {"breach", boolean, "that it tells of the breach; only 'at: due'", "true"},
       {"escalate", name, "the chain that it begins", "client-service"}},
      {"every", "times", "until", "when", "never"}};
  return table;
}

const KeyTable& clock_keys() {
  static const KeyTable table{
      "clock",
      {required({"starts", expression, "an expression: the instant from which the time counts",
                 "completed_at"}),
       {"stops", expression, "an expression: the instant at which the promise is kept",
        "first_response_at"},
       {"within", length, "how long after 'starts' it is due", "48h"},
       {"due", expression, "an expression: the instant at which it is due, where the record has it",
        "required_date"},
       {"calendar", name, "whose open time counts; 'always' if left out", "business-hours"},
       {"renews", boolean, "that a later 'starts' keeps the promise and begins the next", "true"}},
      {"pauses"}};
  return table;
}

const KeyTable& rule_keys() {
  static const KeyTable table{
      "rule",
      {required({"rule", name, "its name", "priority-follow-up"}),
       required({"title", line, "the promise in one line, as messages and reports show it",
                 "Priority clients hear from us within 48 hours of a service"}),
       required({"source", line, "the procedure that the promise comes from", "FBO procedure 07"}),
       required({"owner", line, "the role that answers for the rule itself", "marketing-leader"}),
       required({"subject", line, "the entity whose records the promise is about",
                 "service_deliveries"}),
       required({"clock",
                 mapping,
                 "when the promise starts, stops and is due",
                 "",
                 false,
                 {},
                 &clock_keys()}),
       required(
           {"steps", list, "what happens before, at and after due", "", false, {}, &step_keys()}),
       {"description", text, "what it is for, over any number of lines"},
       {"when", expression, "a condition: which records it is about; all of them if left out",
        R"(client.tier == "priority")"},
       {"assign", expression, "whose promise it is: a person or a role", "client.account_manager"},
       {"mode",
        choice,
        "whether it runs; live if left out",
        "shadow",
        false,
        {"live", "shadow", "off"}},
       {"effective_from", date_or_instant, "since when: what was due before is history",
        "2026-11-22"},
       {"retroactive", boolean, "that there is no history: old promises are judged like new ones",
        "true"},
       {"on_change",
        choice,
        "what an edit does to open promises; keep if left out",
        "keep",
        false,
        {"keep"}}},
      {"schedule", "objective", "vars", "was", "never", "review_by", "tags", "severity",
       "defaults"}};
  return table;
}

const KeyTable& rule_file_keys() {
  static const KeyTable table{
      "rule file",
      {required({"rules", list, "the list of its rules", "", false, {}, &rule_keys()})},
      {"defaults"}};
  return table;
}

}  // namespace steward::rules
