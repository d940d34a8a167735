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

double seconds(Microseconds duration) {
  return static_cast<double>(duration.count()) / 1e6;
}

}  // namespace

std::string entry_body(const model::Commitment& commitment, const model::Rule& rule, Instant at,
                       Instant noticed_at, const std::string& detail) {
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
  if (rule.clock.within) body["within"] = calendar::to_string(*rule.clock.within);
  body["calendar"] = rule.clock.calendar;
  put(body, "due", commitment.due);
  put(body, "stopped", commitment.stopped);
  if (commitment.stopped && commitment.due) {
    body["late_by_seconds"] = seconds(*commitment.stopped - *commitment.due);
  }
  body["noticed_after_seconds"] = seconds(noticed_at - at);
  put(body, "detail", detail);
  return json::serialize(body);
}

}  // namespace steward::engine
