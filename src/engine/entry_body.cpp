// SPDX-License-Identifier: MIT
#include "engine/entry_body.hpp"

#include "steward/base/json.hpp"

namespace steward::engine {
namespace {

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
                       Instant noticed_at, const std::string& detail, const std::string& reason) {
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
  return json::serialize(body);
}

}  // namespace steward::engine
