// SPDX-License-Identifier: MIT
// Which keys a template file may have.
#include "rules/key_table.hpp"

namespace steward::rules {

using enum ValueForm;

const KeyTable& template_file_keys() {
  static const KeyTable table{
      "template file",
      {required({"template", name, "its name", "follow-up-due-soon"}),
       required({"subject", line, "the email's subject", "Call {{client}} by {{due}}"}),
       required({"email", text, "the email's text", "Hello {{first_name}}. {{why}}"}),
       {"sms", text, "the text of an SMS; needed where a step or level says sms",
        "{{organisation}}: {{ref}} is due {{due}}."}},
      {"html", "language", "whatsapp", "attachments", "extends"}};
  return table;
}

}  // namespace steward::rules
