// SPDX-License-Identifier: MIT
// `steward commitments`: the promises and how they stand.
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

using model::State;

std::vector<State> states_of(const CommitmentsCommand& command) {
  if (command.state == "all" || !command.reference.empty()) return {};
  if (command.state == "live") return {State::open, State::paused, State::breached};
  return {model::parse_state(command.state).value_or(State::open)};
}

Tint tint_of(const model::Commitment& commitment) {
  if (commitment.breached_at && !commitment.recorded_late) return Tint::red;
  return commitment.state == State::kept ? Tint::green : Tint::none;
}

std::string table(const store::CommitmentList& list, const calendar::Zone& zone) {
  if (list.total == 0) return "No such promise.\n";
  Table table({{"ref"},
               {"state"},
               {"due (" + zone.name() + ")"},
               {"rule", Fit::elastic},
               {"client", Fit::elastic},
               {"who", Fit::elastic},
               {"subject", Fit::elastic}});
  for (const auto& line : list.lines) {
    const auto& commitment = line.commitment;
    const auto state = verdict(commitment) + (commitment.historic ? ", historic" : "");
    table.add({commitment.reference,
               {state, tint_of(commitment)},
               commitment.due ? calendar::format_table(*commitment.due, zone) : "",
               commitment.rule,
               line.client_name,
               whose(line.assignee_name, commitment.assignee_role),
               commitment.entity + "/" + commitment.key});
  }
  auto text = table.render(style_of_stdout());
  const auto shown = static_cast<std::int64_t>(list.lines.size());
  if (shown < list.total) {
    text += fmt::format("The first {} of {} promises; all of them: --limit 0\n", shown, list.total);
  }
  return text;
}

std::string historic_note(const store::CommitmentList& list) {
  if (list.left_out == 0) return "";
  return fmt::format("Left out: {} due before the rule was in force; with them: --historic\n",
                     list.left_out);
}

/// Why nothing more is known of them.
std::string forgotten_note(const store::CommitmentList& list) {
  const auto forgotten = std::count_if(
      list.lines.begin(), list.lines.end(),
      [](const store::CommitmentLine& line) { return line.commitment.forgotten_at.has_value(); });
  if (forgotten == 0) return "";
  return fmt::format("Of {} of them the history was dropped, as 'retention' says.\n", forgotten);
}

std::string csv(const store::CommitmentList& list) {
  auto text =
      csv_record({"reference", "state", "due", "rule", "client", "client_name", "assignee",
                  "assignee_name", "assignee_role", "subject", "starts", "stopped", "opened_at",
                  "breached_at", "closed_at", "next_at", "breach", "historic", "forgotten_at"});
  for (const auto& line : list.lines) {
    const auto& c = line.commitment;
    text +=
        csv_record({c.reference, verdict(c), csv_instant(c.due), c.rule, c.client, line.client_name,
                    c.assignee, line.assignee_name, c.assignee_role, c.entity + "/" + c.key,
                    csv_instant(c.starts), csv_instant(c.stopped), csv_instant(c.opened_at),
                    csv_instant(c.breached_at), csv_instant(c.closed_at), csv_instant(c.next_at),
                    c.breach, c.historic ? "true" : "false", csv_instant(c.forgotten_at)});
  }
  return text;
}

std::string json(const store::CommitmentList& list) {
  json::array all;
  for (const auto& line : list.lines) {
    const auto& c = line.commitment;
    all.push_back(json::object{{"reference", c.reference},
                               {"state", verdict(c)},
                               {"due", json_instant(c.due)},
                               {"rule", c.rule},
                               {"revision", c.revision},
                               {"client", json_text(c.client)},
                               {"client_name", json_text(line.client_name)},
                               {"assignee", json_text(c.assignee)},
                               {"assignee_name", json_text(line.assignee_name)},
                               {"assignee_role", json_text(c.assignee_role)},
                               {"subject", c.entity + "/" + c.key},
                               {"starts", json_instant(c.starts)},
                               {"stopped", json_instant(c.stopped)},
                               {"opened_at", json_instant(c.opened_at)},
                               {"breached_at", json_instant(c.breached_at)},
                               {"closed_at", json_instant(c.closed_at)},
                               {"next_at", json_instant(c.next_at)},
                               {"breach", json_text(c.breach)},
                               {"historic", c.historic},
                               {"forgotten_at", json_instant(c.forgotten_at)}});
  }
  return json_lines(all);
}

}  // namespace

std::optional<std::int64_t> line_limit(const std::optional<std::int64_t>& asked, Format format) {
  if (asked) return *asked == 0 ? std::nullopt : asked;
  if (format == Format::table) return 50;
  return std::nullopt;
}

int run(const CommitmentsCommand& command, const std::filesystem::path& config) {
  const auto installation = open_installation(config);
  if (!installation) return fail(installation.error());
  if (const auto ready = require_schema(**installation); !ready) return fail(ready.error());
  const auto organisation = read_organisation(**installation);
  if (!organisation) return fail(organisation.error());

  store::Reports reports((*installation)->pool(), organisation->people);
  const auto list = reports.commitments({states_of(command), command.rule, command.client,
                                         command.tag, command.severity, command.reference,
                                         command.historic || !command.reference.empty(),
                                         line_limit(command.limit, command.format)});
  if (!list) return fail(list.error());
  switch (command.format) {
    case Format::table:
      fmt::print("{}{}{}", table(*list, organisation->zone), historic_note(*list),
                 forgotten_note(*list));
      break;
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
