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
       choices_key("by", "the channels; [email] if left out", "[email, sms]", {"email", "sms"}),
       or_table({"template", name, "the words, by a template's name", "follow-up-due-soon"}),
       choice_key("urgency", "how urgent it is; normal if left out", "urgent",
                  {"normal", "urgent"}),
       {"breach", boolean, "that it tells of the breach; only 'at: due'", "true"},
       {"escalate", name, "the chain that it begins", "client-service"},
       {"every", repeats, "how long after each time it acts again", "4h"},
       {"times", number, "how often it acts at most, the first time included", "3"},
       {"until", moment, "the last instant at which it acts again", "due + 2d"},
       {"when", expression, "a condition that must hold when it acts", "resolved_at == null"},
       {"never", texts, "who must not be told by it: as 'notify', or an expression",
        "about_staff"}}};
  return table;
}

const KeyTable& clock_keys() {
  static const KeyTable table{
      "clock",
      {{"starts", expression, "an expression: the instant from which the time counts",
        "completed_at"},
       {"stops", expression, "an expression: the instant at which the promise is kept",
        "first_response_at"},
       {"pauses", expression,
        "an expression: the intervals in which the clock stands still, or whether it does now",
        "client.quiet_periods.map(p, [p.from, p.to])"},
       or_table({"within", length,
                 "how long after 'starts' it is due: a length, or an expression or a table that "
                 "gives it",
                 "48h"}),
       {"due", expression, "an expression: the instant at which it is due, where the record has it",
        "required_date"},
       {"calendar", expression,
        "whose open time counts, or an expression that gives its name; 'always' if left out",
        "business-hours"},
       {"renews", boolean, "that a later 'starts' keeps the promise and begins the next", "true"}}};
  return table;
}

const KeyTable& schedule_keys() {
  static const KeyTable table{
      "schedule",
      {required({"rrule", line, "how it recurs: an RRULE of RFC 5545",
                 "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=15"}),
       required({"at", line, "the time of day, in hours and minutes", "\"09:00\""}),
       required({"from", date, "the date from which the recurrence counts", "2026-01-01"}),
       {"zone", line, "the time zone; that of model.yaml if left out", "America/New_York"}}};
  return table;
}

namespace {

/// Required, but the file's defaults may give it for all its rules.
Key given_once(Key key) {
  key.has_default = true;
  return required(std::move(key));
}

Key owner_key() {
  return {"owner", line, "the role that answers for the rule itself", "marketing-leader"};
}
Key source_key() {
  return {"source", line, "the procedure that the promise comes from", "FBO procedure 07"};
}

/// What a rule may say, and a file for all of its rules.
std::vector<Key> shared_keys() {
  return {
      {"assign", expression, "whose promise it is: a person or a role", "client.account_manager"},
      choice_key("mode", "whether it runs; live if left out", "shadow", {"live", "shadow", "off"}),
      {"effective_from", date_or_instant, "since when: what was due before is history",
       "2026-11-22"},
      {"retroactive", boolean, "that there is no history: old promises are judged like new ones",
       "true"},
      choice_key("on_change", "what an edit does to open promises; keep if left out", "rebase",
                 {"keep", "rebase"}),
      {"tags", names, "names by which reports find the rule", "[aviation, safety]"},
      choice_key("severity", "how seriously a breach is taken", "major",
                 {"minor", "major", "critical"}),
      {"review_by", date, "the date by which the rule itself is to be reviewed", "2027-06-30"},
      {"never", texts,
       "who must not be told by any of its messages: as 'notify', or an "
       "expression",
       "about_staff"}};
}

std::vector<Key> joined(std::vector<Key> keys, std::vector<Key> more) {
  for (auto& key : more) keys.push_back(std::move(key));
  return keys;
}

}  // namespace

const KeyTable& default_keys() {
  static const KeyTable table{
      "defaults",
      joined({owner_key(),
              source_key(),
              {"calendar", name, "whose open time counts in the clocks", "business-hours"},
              choices_key("by", "the channels of steps that tell somebody", "[email]",
                          {"email", "sms"}),
              choice_key("urgency", "how urgent steps are that tell somebody", "normal",
                         {"normal", "urgent"})},
             shared_keys())};
  return table;
}

const KeyTable& rule_keys() {
  static const KeyTable table{
      "rule",
      joined(
          {required({"rule", name, "its name", "priority-follow-up"}),
           required({"title", line, "the promise in one line, as messages and reports show it",
                     "Priority clients hear from us within 48 hours of a service"}),
           given_once(source_key()),
           given_once(owner_key()),
           required_unless("schedule",
                           {"subject", line, "the entity whose records the promise is about",
                            "service_deliveries"}),
           keys_below("schedule", mapping,
                      "opens a promise at each recurrence, instead of the clock's 'starts'",
                      schedule_keys()),
           required(keys_below("clock", mapping, "when the promise starts, stops and is due",
                               clock_keys())),
           required(or_table(
               keys_below("steps", list, "what happens before, at and after due", step_keys()))),
           {"description", text, "what it is for, over any number of lines"},
           {"when", expression, "a condition: which records it is about; all of them if left out",
            R"(client.tier == "priority")"},
           {"was", name, "the name that the rule had before", "follow-up"},
           {"vars", expressions, "names for expressions that its own expressions use"}},
          shared_keys()),
      {"objective", "defaults"}};
  return table;
}

const KeyTable& rule_file_keys() {
  static const KeyTable table{
      "rule file",
      {required(keys_below("rules", list, "the list of its rules", rule_keys())),
       keys_below("defaults", mapping, "what is said once for all rules of the file",
                  default_keys()),
       {"vars", expressions, "names for expressions that the rules' expressions use",
        "{done: status == \"completed\"}"}}};
  return table;
}

}  // namespace steward::rules
