// SPDX-License-Identifier: MIT
// `steward tasks`: who was told what, who was not, and why.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "app/commands.hpp"
#include "app/exit_code.hpp"
#include "app/opening.hpp"
#include "app/table.hpp"
#include "app/terminal.hpp"
#include "app/words.hpp"
#include "steward/store/reports.hpp"

namespace steward::app {
namespace {

Tint tint_of(const store::TaskLine& line) {
  if (line.state == "sent") return Tint::green;
  return line.reason == "rejected" || line.reason == "gave up" ? Tint::red : Tint::none;
}

/// What a task is for: "reminder", "escalation, level 1". What never came to one is named alike:
/// "step 2", "escalation, level 2".
std::string matter(const store::TaskLine& line) {
  if (line.purpose.empty()) {
    const auto level = line.step.find('/');
    return level == std::string::npos ? "step " + line.step
                                      : "escalation, level " + line.step.substr(level + 1);
  }
  auto purpose = line.purpose;
  std::replace(purpose.begin(), purpose.end(), '_', ' ');
  if (line.level > 0) return fmt::format("{}, level {}", purpose, line.level);
  return purpose;
}

/// Why it was not sent, or how far sending is.
std::string remark(const store::TaskLine& line, const calendar::Zone& zone) {
  if (line.state == "skipped") return line.reason;
  if (line.state == "suppressed") {
    return line.response.empty() ? line.reason : line.reason + ": " + line.response;
  }
  if (line.state == "sent") {
    return line.sent_at ? "at " + calendar::format_time(*line.sent_at, zone) : "";
  }
  if (line.attempts == 0 || !line.next_at) return "";
  return fmt::format("tried {} times, again at {}: {}", line.attempts,
                     calendar::format_time(*line.next_at, zone), line.response);
}

std::string person(const store::TaskLine& line) {
  if (line.stands_in_for.empty()) return line.name;
  return line.name + " for " + line.stands_in_for;
}

std::string table(const store::TaskList& list, const calendar::Zone& zone) {
  Table table({{"when (" + zone.name() + ")"},
               {"ref"},
               {"what", Fit::elastic},
               {"who", Fit::elastic},
               {"by"},
               {"to", Fit::elastic},
               {"state"},
               {"why", Fit::elastic}});
  for (const auto& line : list.lines) {
    table.add({calendar::format_table(line.at, zone),
               line.reference,
               matter(line),
               person(line),
               line.channel,
               line.address,
               {line.state, tint_of(line)},
               remark(line, zone)});
  }
  auto text = table.render(style_of_stdout());
  const auto shown = static_cast<std::int64_t>(list.lines.size());
  if (shown < list.total) {
    text += fmt::format("The newest {} of {} tasks; all of them: --limit 0\n", shown, list.total);
  }
  return text;
}

/// Why there are none: also that of this promise they were dropped.
Result<std::string> none(store::Reports& reports, const std::string& reference,
                         const calendar::Zone& zone) {
  if (reference.empty()) return std::string("No such task.\n");
  store::CommitmentFilter filter;
  filter.reference = reference;
  filter.historic = true;
  const auto list = reports.commitments(filter);
  if (!list) return list.error();
  for (const auto& [promise, client, assignee] : list->lines) {
    if (!promise.forgotten_at) continue;
    return fmt::format("{} is {}; its history was dropped on {}, and with it who was told what.\n",
                       promise.reference, verdict(promise),
                       calendar::format_table(*promise.forgotten_at, zone));
  }
  return std::string("No such task.\n");
}

int print_table(store::Reports& reports, const store::TaskList& list, const std::string& reference,
                const calendar::Zone& zone) {
  if (list.total > 0) {
    fmt::print("{}", table(list, zone));
    return kDone;
  }
  const auto words = none(reports, reference, zone);
  if (!words) return fail(words.error());
  fmt::print("{}", *words);
  return kDone;
}

std::string csv(const store::TaskList& list) {
  auto text = csv_record({"at",      "reference", "breach",   "rule",       "step",
                          "purpose", "level",     "person",   "name",       "stands_in_for",
                          "channel", "address",   "state",    "reason",     "attempts",
                          "next_at", "sent_at",   "response", "message_id", "subject"});
  for (const auto& line : list.lines) {
    text += csv_record({csv_instant(line.at),
                        line.reference,
                        line.breach,
                        line.rule,
                        line.step,
                        line.purpose,
                        line.level == 0 ? "" : std::to_string(line.level),
                        line.person,
                        line.name,
                        line.stands_in_for,
                        line.channel,
                        line.address,
                        line.state,
                        line.reason,
                        std::to_string(line.attempts),
                        csv_instant(line.next_at),
                        csv_instant(line.sent_at),
                        line.response,
                        line.message_id,
                        line.subject});
  }
  return text;
}

std::string json(const store::TaskList& list) {
  json::array all;
  for (const auto& line : list.lines) {
    all.push_back(json::object{{"at", json_instant(line.at)},
                               {"reference", line.reference},
                               {"breach", json_text(line.breach)},
                               {"rule", line.rule},
                               {"step", line.step},
                               {"purpose", json_text(line.purpose)},
                               {"level", line.level},
                               {"person", json_text(line.person)},
                               {"name", json_text(line.name)},
                               {"stands_in_for", json_text(line.stands_in_for)},
                               {"channel", json_text(line.channel)},
                               {"address", json_text(line.address)},
                               {"state", line.state},
                               {"reason", json_text(line.reason)},
                               {"attempts", line.attempts},
                               {"next_at", json_instant(line.next_at)},
                               {"sent_at", json_instant(line.sent_at)},
                               {"response", json_text(line.response)},
                               {"message_id", json_text(line.message_id)},
                               {"subject", json_text(line.subject)},
                               {"text", json_text(line.text)}});
  }
  return json_lines(all);
}

}  // namespace

int run(const TasksCommand& command, const std::filesystem::path& config) {
  const auto installation = open_installation(config);
  if (!installation) return fail(installation.error());
  if (const auto ready = require_schema(**installation); !ready) return fail(ready.error());
  const auto organisation = read_organisation(**installation);
  if (!organisation) return fail(organisation.error());

  store::Reports reports((*installation)->pool(), organisation->people);
  const auto list =
      reports.tasks({command.reference, command.state, line_limit(command.limit, command.format)});
  if (!list) return fail(list.error());
  switch (command.format) {
    case Format::table:
      return print_table(reports, *list, command.reference, organisation->zone);
    case Format::csv:
      fmt::print("{}", csv(*list));
      break;
    case Format::json:
      fmt::print("{}", json(*list));
      break;
  }
  return kDone;
}

}  // namespace steward::app
