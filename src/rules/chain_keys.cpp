// SPDX-License-Identifier: MIT
// Which keys an escalation file may have.
#include "rules/key_table.hpp"

namespace steward::rules {

using enum ValueForm;

const KeyTable& level_keys() {
  static const KeyTable table{
      "level",
      {{"wait", elapsed, "how long the level before it has, such as 10m", "10m"},
       required({"notify", recipients, R"(who is asked: role("name"), person("key") or assignee)",
                 R"(role("duty-officer"))"}),
       {"out_of_hours", recipients, "who is asked instead while the calendar is closed",
        R"(role("duty-officer"))"},
       required(choices_key("by", "the channels: [email], [sms] or both", "[email, sms]",
                            {"email", "sms"})),
       required({"template", name, "the words, by a template's name", "escalation-level"})},
      {"until", "times", "every", "when"}};
  return table;
}

const KeyTable& chain_keys() {
  static const KeyTable table{
      "chain",
      {required({"chain", name, "its name", "client-service"}),
       required({"calendar", name,
                 "the calendar outside which 'out_of_hours' is asked; 'always' if none",
                 "business-hours"}),
       required(keys_below("levels", list, "who is asked, one after the other", level_keys())),
       {"title", line, "what it is for", "A client has not been answered"},
       {"source", line, "the procedure that it comes from", "FBO procedure 13"}},
      {"repeat", "on_change"}};
  return table;
}

const KeyTable& chain_file_keys() {
  static const KeyTable table{
      "chain file", {required(keys_below("chains", list, "the list of its chains", chain_keys()))}};
  return table;
}

}  // namespace steward::rules
