// SPDX-License-Identifier: MIT
// `steward breaches`: the breach log of a period.
#include <fmt/format.h>

#include <cstdio>

#include "app/breach_story.hpp"
#include "app/commands.hpp"
#include "app/exit_code.hpp"
#include "app/opening.hpp"
#include "app/period.hpp"
#include "app/table.hpp"
#include "app/terminal.hpp"
#include "app/words.hpp"
#include "steward/model/lateness.hpp"
#include "steward/store/reports.hpp"

namespace steward::app {
namespace {

using store::BreachState;

/// What the report is seen from.
struct View {
  Interval period;
  calendar::Zone zone;
  Instant now;
};

// A year is always given: a report is read long after.
std::string in_full(Instant instant, const calendar::Zone& zone) {
  const Instant another_year = instant + std::chrono::days(366 * 2);
  return calendar::format_when(instant, zone, another_year);
}

std::string heading(const store::Watched& watched, const View& view) {
  return fmt::format(
      "Breaches of promises due from {} until {} (times of {})\n"
      "{} watched in this period: {} kept in time, {} breached, {} cancelled, {} still open.\n",
      in_full(view.period.from, view.zone), in_full(view.period.to, view.zone), view.zone.name(),
      counted(watched.total, "promise"), watched.kept, watched.breached, watched.cancelled,
      watched.open);
}

std::string late_by(const store::BreachLine& line, Instant now) {
  switch (line.state) {
    case BreachState::unresolved:
      return to_words(now - line.due) + " so far";
    case BreachState::resolved_late:
      return line.ended_at ? to_words(*line.ended_at - line.due) : "";
    case BreachState::recorded_late:
      return "in time";
    case BreachState::withdrawn:
      return "";
  }
  return "";
}

Tint tint_of(BreachState state) {
  return state == BreachState::unresolved ? Tint::red : Tint::none;
}

std::string table(const store::BreachReport& report, const View& view) {
  if (report.lines.empty()) return "No breach.\n";
  Table table({{"breach"},
               {"due"},
               {"rule", Fit::elastic},
               {"client", Fit::elastic},
               {"who", Fit::elastic},
               {"late by", Fit::whole, Align::right},
               {"state"},
               {"noticed"}});
  for (const auto& line : report.lines) {
    table.add({line.breach,
               calendar::format_table(line.due, view.zone),
               line.rule,
               line.client_name,
               whose(line.assignee_name, line.assignee_role),
               late_by(line, view.now),
               {std::string(store::to_string(line.state)), tint_of(line.state)},
               calendar::format_table(line.noticed_at, view.zone)});
  }
  return table.render(style_of_stdout());
}

double in_seconds(Microseconds duration) {
  return static_cast<double>(duration.count()) / 1e6;
}

/// By name; nothing where they are not known.
std::vector<std::pair<std::string_view, std::optional<Microseconds>>> parts_of(
    const store::BreachLine& line, Instant now) {
  std::optional<model::LatenessSplit> split;
  if (line.lateness) split = model::split(*line.lateness, line.until(now));
  const auto part = [&](Microseconds model::LatenessSplit::*which) {
    return split ? std::optional((*split).*which) : std::nullopt;
  };
  return {{"organisation_seconds", part(&model::LatenessSplit::organisation)},
          {"detection_seconds", part(&model::LatenessSplit::detection)},
          {"firing_seconds", part(&model::LatenessSplit::firing)},
          {"queue_seconds", part(&model::LatenessSplit::queue)},
          {"provider_seconds", part(&model::LatenessSplit::provider)}};
}

std::string csv(const store::BreachReport& report, Instant now) {
  auto text = csv_record({"breach",
                          "reference",
                          "due",
                          "rule",
                          "title",
                          "subject",
                          "client",
                          "client_name",
                          "assignee",
                          "assignee_name",
                          "assignee_role",
                          "late_by_seconds",
                          "state",
                          "noticed_at",
                          "ended_at",
                          "ended_noticed_at",
                          "organisation_seconds",
                          "detection_seconds",
                          "firing_seconds",
                          "queue_seconds",
                          "provider_seconds"});
  for (const auto& line : report.lines) {
    const auto late = std::chrono::floor<std::chrono::seconds>(line.until(now) - line.due);
    const bool says_late = line.state != BreachState::withdrawn;
    std::vector<std::string> values{line.breach,
                                    line.reference,
                                    csv_instant(line.due),
                                    line.rule,
                                    line.title,
                                    line.subject,
                                    line.client,
                                    line.client_name,
                                    line.assignee,
                                    line.assignee_name,
                                    line.assignee_role,
                                    says_late ? std::to_string(late.count()) : "",
                                    std::string(store::to_string(line.state)),
                                    csv_instant(line.noticed_at),
                                    csv_instant(line.ended_at),
                                    csv_instant(line.ended_noticed_at)};
    for (const auto& [name, part] : parts_of(line, now)) {
      values.push_back(part ? fmt::format("{:.6f}", in_seconds(*part)) : "");
    }
    text += csv_record(values);
  }
  return text;
}

json::array entries_of(const store::BreachLine& line) {
  json::array entries;
  for (const auto& entry : line.entries) {
    const auto body = parse_json(entry.body);
    const auto facts = parse_json(entry.facts);
    entries.push_back(json::object{{"kind", entry.kind},
                                   {"at", json_instant(entry.at)},
                                   {"noticed_at", json_instant(entry.noticed_at)},
                                   {"entered_at", json_instant(entry.entered_at)},
                                   {"body", body ? *body : json::value()},
                                   {"facts", facts ? *facts : json::value()}});
  }
  return entries;
}

json::value lateness_of(const store::BreachLine& line, Instant now) {
  if (!line.lateness) return nullptr;
  const auto& facts = *line.lateness;
  json::object lateness{{"changed_at", json_instant(facts.changed_at)},
                        {"known_at", json_instant(facts.known_at)},
                        {"noticed_at", json_instant(facts.noticed_at)},
                        {"handed_over_at", json_instant(facts.handed_over_at)},
                        {"accepted_at", json_instant(facts.accepted_at)}};
  for (const auto& [name, part] : parts_of(line, now)) lateness[name] = in_seconds(*part);
  return lateness;
}

std::string json(const store::BreachReport& report, const View& view) {
  json::array breaches;
  for (const auto& line : report.lines) {
    breaches.push_back(json::object{{"breach", line.breach},
                                    {"reference", line.reference},
                                    {"due", json_instant(line.due)},
                                    {"rule", line.rule},
                                    {"title", json_text(line.title)},
                                    {"subject", line.subject},
                                    {"client", json_text(line.client)},
                                    {"client_name", json_text(line.client_name)},
                                    {"assignee", json_text(line.assignee)},
                                    {"assignee_name", json_text(line.assignee_name)},
                                    {"assignee_role", json_text(line.assignee_role)},
                                    {"state", store::to_string(line.state)},
                                    {"noticed_at", json_instant(line.noticed_at)},
                                    {"ended_at", json_instant(line.ended_at)},
                                    {"ended_noticed_at", json_instant(line.ended_noticed_at)},
                                    {"lateness", lateness_of(line, view.now)},
                                    {"entries", entries_of(line)}});
  }
  const auto& watched = report.watched;
  const json::object head{{"from", json_instant(view.period.from)},
                          {"to", json_instant(view.period.to)},
                          {"now", json_instant(view.now)},
                          {"watched", watched.total},
                          {"kept", watched.kept},
                          {"breached", watched.breached},
                          {"cancelled", watched.cancelled},
                          {"open", watched.open}};
  auto text = json::serialize(head);
  text.pop_back();
  auto list = json_lines(breaches);
  list.pop_back();
  return text + ",\"breaches\":" + list + "}\n";
}

std::string in_format(const BreachesCommand& command, const store::BreachReport& report,
                      const View& view) {
  if (command.format == Format::csv) return csv(report, view.now);
  if (command.format == Format::json) return json(report, view);
  if (command.reference.empty()) return heading(report.watched, view) + "\n" + table(report, view);
  return breach_story(report.lines.front(), view.zone, view.now, style_of_stdout());
}

}  // namespace

int run(const BreachesCommand& command, const std::filesystem::path& config) {
  const auto installation = open_installation(config);
  if (!installation) return fail(installation.error());
  if (const auto ready = require_schema(**installation); !ready) return fail(ready.error());
  const auto organisation = read_organisation(**installation);
  if (!organisation) return fail(organisation.error());
  const auto now = (*installation)->clock().now();
  if (!now) return fail(now.error());
  const auto period = parse_period(command.from, command.to, organisation->zone, *now);
  if (!period) return fail(period.error());

  store::Reports reports((*installation)->pool(), organisation->people);
  const auto report = reports.breaches(
      {*period, command.rule, command.client, command.tag, command.severity, command.reference});
  if (!report) return fail(report.error());
  if (!command.reference.empty() && report->lines.empty()) {
    return fail(Error(ErrorCode::not_found,
                      fmt::format("no breach has the reference {}", command.reference)));
  }
  fmt::print("{}", in_format(command, *report, {*period, organisation->zone, *now}));
  return kDone;
}

}  // namespace steward::app
