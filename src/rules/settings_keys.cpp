// SPDX-License-Identifier: MIT
// Which keys config/steward.yaml may have.
#include <map>

#include "rules/key_table.hpp"

namespace steward::rules {
namespace {

using enum ValueForm;

const std::map<std::string_view, KeyTable>& sections() {
  static const std::map<std::string_view, KeyTable> tables = {
      {"email",
       {"email",
        {required({"url", line, "the mail server: smtp://host:port, smtps://host or maildir:PATH",
                   "smtp://127.0.0.1:25"}),
         required({"from", line, "the sender: Name <name@host.example>",
                   "Skyport <steward@skyport.example>"}),
         {"username", line, "who steward is for the mail server", "steward"},
         {"password", secret, "its secret: {file: PATH} or {env: NAME}", "{env: SMTP_PASSWORD}"},
         {"starttls", boolean, "that smtp:// is encrypted; true if left out", "true"}}}},
      {"sms",
       {"sms",
        {required({"url", line, "the gateway's Messages resource, or file:PATH", "file:sms"}),
         required({"from", line, "the sending number", R"("+15555550100")"}),
         {"account", line, "the account at the gateway", "AC0123"},
         {"token", secret, "its secret: {file: PATH} or {env: NAME}", "{env: SMS_TOKEN}"}}}},
      {"redirect",
       {"redirect",
        {{"email", line, "where every email goes instead", "test@skyport.example"},
         {"sms", line, "where every SMS goes instead", R"("+15555550101")"}}}},
      {"last_resort",
       {"last_resort",
        {{"email", line, "where email goes that reaches nobody else", "ops@skyport.example"},
         {"sms", line, "where an SMS goes that reaches nobody else", R"("+15555550102")"}}}},
      {"reload_limits",
       {"reload_limits",
        {{"cancelled", number, "so many promises may be cancelled; 20 if left out", "20"},
         {"moved", number, "so many promises may get another due; 20 if left out", "20"},
         {"breached", number, "so many promises may breach at once; 5 if left out", "5"},
         {"messages", number, "so many more messages may go in the next 24 hours; 50 if left out",
          "50"}}}},
      {"http",
       {"http",
        {{"address", line, "an address of this machine's own", "127.0.0.1"},
         {"port", number, "of /healthz and /metrics; 0 for none", "9464"}}}},
      {"heartbeat",
       {"heartbeat",
        {required({"url", line, "what is fed: https://host/path, asked by GET, or file:PATH",
                   "https://alarm.example/ping/steward"}),
         {"every", elapsed, "how often, 1s to 1h; 60s if left out", "60s"}}}},
      {"retention",
       {"retention",
        {required({"after", line,
                   "how long after its end a promise keeps its history: calendar months or years, "
                   "1 month to 100 years",
                   "7 years"}),
         {"export", line, "the folder that what is dropped is written into first, as JSON lines",
          "archive"}}}},
      {"log",
       {"log",
        {choice_key("level", "how much is logged; info if left out", "info",
                    {"trace", "debug", "info", "warning", "error"})}}},
  };
  return tables;
}

Key section(std::string_view name, std::string_view meaning) {
  return keys_below(name, mapping, meaning, settings_section_keys(name));
}

}  // namespace

const KeyTable& settings_section_keys(std::string_view section) {
  return sections().at(section);
}

const KeyTable& secret_keys() {
  static const KeyTable table{
      "secret",
      {{"file", line, "the file that holds it", "/etc/steward/smtp-password"},
       {"env", line, "the variable of the environment that holds it", "SMTP_PASSWORD"}}};
  return table;
}

const KeyTable& settings_keys() {
  static const KeyTable table{
      "configuration",
      {required({"organisation", line, "who the messages come from", "Skyport FBO"}),
       required(
           {"rules", texts, "where the rule files are: a list of folders and files", "[../rules]"}),
       {"calendars", texts, "where the calendar files are", "[calendars]"},
       {"escalations", texts, "where the chain files are", "[escalations.yaml]"},
       {"templates", texts, "where the template files are", "[templates]"},
       {"model", line, "where model.yaml is", "model.yaml"},
       keys_below(
           "database", text_or_mapping,
           "how to reach the database: a connection string without password, {file: PATH} or "
           "{env: NAME}",
           secret_keys(), "{env: STEWARD_DATABASE}"),
       {"connections", number, "most sessions of the daemon, 3 to 64; each opens when it is needed",
        "12"},
       section("email", "how email leaves"),
       section("sms", "how an SMS leaves"),
       choice_key("delivery", "whether messages leave; shadow if left out", "shadow",
                  {"live", "shadow", "redirect"}),
       section("redirect", "where everything goes with 'delivery: redirect'"),
       section("last_resort", "who is told when nobody else can be"),
       choice_key("reload",
                  "when edited files come into force by themselves: guarded (when they do little), "
                  "always, "
                  "manual (never); guarded if left out",
                  "guarded", {"guarded", "always", "manual"}),
       section("reload_limits", "the most that 'reload: guarded' lets edited files do"),
       {"admins", texts, "who is told of files that are not taken: email addresses and roles",
        R"([ops@skyport.example, role("office-manager")])"},
       {"probe", elapsed, "how often the queue of changes is looked at, 10ms to 10s", "200ms"},
       section("http", "where /healthz and /metrics are served"),
       section("heartbeat",
               "what is fed while no step is overdue, so that silence raises an alarm elsewhere"),
       section("retention",
               "when what hangs on promises that are over is dropped; never if left out"),
       section("log", "what is logged")}};
  return table;
}

}  // namespace steward::rules
