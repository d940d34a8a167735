// SPDX-License-Identifier: MIT
#include "engine/entry_body.hpp"

#include <fmt/format.h>

#include "steward/base/json.hpp"

namespace steward::engine {
namespace {

using model::TransitionKind;

constexpr const char* kNothingDue = "the rule was edited: nothing is due any more";

void put(json::object& body, std::string_view name, const std::string& value) {
  if (!value.empty()) body[name] = value;
}

void put(json::object& body, std::string_view name, const std::optional<Instant>& value) {
  if (value) body[name] = to_rfc3339(*value);
}

/// Which row of a table the length is from.
void put_row(json::object& body, const model::Commitment& commitment, const model::Rule& rule) {
  const auto row = static_cast<std::size_t>(commitment.terms.within_row);
  const auto& table = rule.clock.within_table;
  if (row == 0) return;
  body["within_row"] = commitment.terms.within_row;
  // Another revision's table may have other rows.
  if (commitment.revision == rule.revision && row <= table.size()) {
    body["within_for"] = table[row - 1].when;
  }
}

void put_pauses(json::object& body, const model::Commitment& commitment) {
  if (commitment.pauses.empty()) return;
  json::array pauses;
  for (const auto& pause : commitment.pauses) {
    json::object one{{"from", to_rfc3339(pause.from)}};
    put(one, "to", pause.to);
    pauses.push_back(std::move(one));
  }
  body["pauses"] = std::move(pauses);
}

double seconds(Microseconds duration) {
  return static_cast<double>(duration.count()) / 1e6;
}

}  // namespace

std::string entry_body(const model::Commitment& commitment, const model::Rule& rule, Instant at,
                       Instant noticed_at, const std::string& detail, const std::string& reason,
                       const std::string& clock) {
  json::object body;
  body["rule"] = commitment.rule;
  put(body, "title", rule.title);
  put(body, "source", rule.source);
  put(body, "owner", rule.owner);
  if (rule.severity) body["severity"] = to_string(*rule.severity);
  if (!rule.tags.empty()) body["tags"] = json::value_from(rule.tags);
  body["revision"] = commitment.revision;
  body["reference"] = commitment.reference;
  body["subject"] = commitment.entity + "/" + commitment.key;
  put(body, "client", commitment.client);
  put(body, "assignee", commitment.assignee);
  put(body, "assignee_role", commitment.assignee_role);
  put(body, "starts", commitment.starts);
  put(body, "within", commitment.terms.within);
  put_row(body, commitment, rule);
  put(body, "calendar", commitment.terms.calendar);
  put_pauses(body, commitment);
  put(body, "due", commitment.due);
  put(body, "stopped", commitment.stopped);
  if (commitment.stopped && commitment.due) {
    body["late_by_seconds"] = seconds(*commitment.stopped - *commitment.due);
  }
  body["noticed_after_seconds"] = seconds(noticed_at - at);
  put(body, "detail", detail);
  put(body, "reason", reason);
  put(body, "clock", clock);
  return json::serialize(body);
}

std::optional<TransitionEntry> entry_of(const model::Transition& transition, Instant now) {
  using enum model::EntryKind;
  const auto& after = transition.after;
  switch (transition.kind) {
    case TransitionKind::breached:
      return TransitionEntry{breached, *after.due, "not kept by its due"};
    case TransitionKind::kept_late:
      return TransitionEntry{resolved, *after.stopped,
                             fmt::format("kept {} late", to_words(*after.stopped - *after.due))};
    case TransitionKind::recorded_late:
      return TransitionEntry{rectified, *after.stopped,
                             fmt::format("kept {} before its due, entered late",
                                         to_words(*after.due - *after.stopped))};
    case TransitionKind::cancelled:
      return TransitionEntry{withdrawn, now, "the record no longer asks for it"};
    case TransitionKind::moved:
      return TransitionEntry{
          moved, now,
          after.due ? fmt::format("the record changed: now due {}", to_rfc3339(*after.due))
                    : "the record changed"};
    case TransitionKind::rebased:
      return TransitionEntry{moved, now,
                             after.due
                                 ? fmt::format("the rule or its calendar was edited: now due {}",
                                               to_rfc3339(*after.due))
                                 : kNothingDue};
    case TransitionKind::unbreached:
      return TransitionEntry{withdrawn, now,
                             after.due ? fmt::format("the rule was edited: due {}, no longer late",
                                                     to_rfc3339(*after.due))
                                       : kNothingDue};
    case TransitionKind::reopened:
      return TransitionEntry{reopened, now, "what had resolved it was withdrawn"};
    // A stop that is corrected after the breach must show, whatever the verdict.
    case TransitionKind::corrected:
      return TransitionEntry{annotated, now, "the record's instant of being done was changed"};
    case TransitionKind::opened:
    case TransitionKind::reassigned:
    case TransitionKind::kept:
    case TransitionKind::paused:
    case TransitionKind::resumed:
    case TransitionKind::adjusted:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace steward::engine
