// SPDX-License-Identifier: MIT
#include "app/explanation_json.hpp"

#include <array>
#include <charconv>

#include "app/export.hpp"
#include "app/rule_queries.hpp"
#include "app/sql_text.hpp"
#include "app/words.hpp"

namespace steward::app {
namespace {

using engine::Standing;
using engine::Truth;
using rules::ConditionPart;
using rules::RecordValue;

json::array texts(const std::vector<std::string>& all) {
  json::array array;
  for (const auto& text : all) array.push_back(json::string(text));
  return array;
}

json::value expression(const std::optional<rules::ExpressionInWords>& expression) {
  if (!expression) return nullptr;
  return json::object{{"text", expression->text}, {"words", expression->words}};
}

std::string_view name_of(Standing standing) {
  switch (standing) {
    case Standing::no_record:
      return "no record";
    case Standing::rule_off:
      return "rule off";
    case Standing::not_covered:
      return "not covered";
    case Standing::not_started:
      return "not started";
    case Standing::no_due:
      return "no due";
    case Standing::cannot_judge:
      return "cannot be judged";
    case Standing::not_seen:
      return "not seen yet";
    case Standing::waits:
      return "waits for its schedule";
    case Standing::live:
      return "live";
    case Standing::over:
      return "over";
  }
  return "";
}

json::value truth(Truth truth) {
  if (truth == Truth::unknown) return nullptr;
  return truth == Truth::yes;
}

json::object finding(const engine::Finding& part) {
  json::object object{{"text", part.text}, {"words", part.words}, {"holds", truth(part.truth)}};
  if (part.kind == ConditionPart::Kind::test) {
    object["reads"] = texts(part.reads);
    return object;
  }
  json::array parts;
  for (const auto& one : part.parts) parts.push_back(finding(one));
  object[part.kind == ConditionPart::Kind::all ? "all" : "any"] = std::move(parts);
  return object;
}

/// A value of the record as JSON has it; instants as RFC 3339.
json::value value_of(const RecordValue& value, const std::optional<std::string>& text) {
  if (!text) return nullptr;
  const bool flag = value.kind == RecordValue::Kind::presence || value.type == model::Type::boolean;
  if (flag) return *text == "true";
  const bool whole = value.kind == RecordValue::Kind::count || value.type == model::Type::integer;
  if (whole || value.type == model::Type::timestamp) {
    std::int64_t number = 0;
    std::from_chars(text->data(), text->data() + text->size(), number);
    if (whole) return number;
    return json_instant(from_micros(number));
  }
  return json::string(*text);
}

json::value commitment(const Story& story) {
  const auto& found = story.explanation.commitment;
  if (!found) return nullptr;
  return json::object{{"reference", found->reference},
                      {"state", verdict(*found)},
                      {"live", found->is_live()},
                      {"historic", found->historic},
                      {"revision", found->revision},
                      {"starts", json_instant(found->starts)},
                      {"due", json_instant(found->due)},
                      {"stopped", json_instant(found->stopped)},
                      {"opened_at", json_instant(found->opened_at)},
                      {"breached_at", json_instant(found->breached_at)},
                      {"breach", json_text(found->breach)},
                      {"closed_at", json_instant(found->closed_at)},
                      {"forgotten_at", json_instant(found->forgotten_at)},
                      {"assignee", json_text(found->assignee)},
                      {"assignee_name", json_text(story.assignee_name)},
                      {"assignee_role", json_text(found->assignee_role)}};
}

json::array intervals(const std::vector<Interval>& all) {
  json::array array;
  for (const auto& [from, to] : all) {
    array.push_back(json::object{{"from", json_instant(from)}, {"to", json_instant(to)}});
  }
  return array;
}

json::string date(std::chrono::sys_days day) {
  return json::string(calendar::to_iso8601({day, Microseconds(0)}).substr(0, 10));
}

json::value reckoning(const std::optional<calendar::Reckoning>& reckoning,
                      const std::string& calendar) {
  if (!reckoning) return nullptr;
  json::array closed;
  for (const auto& one : reckoning->closed) {
    closed.push_back(json::object{{"date", date(one.date)},
                                  {"why", one.is_holiday     ? "holiday"
                                          : one.is_exception ? "exception"
                                                             : "weekday"},
                                  {"name", json_text(one.holiday)}});
  }
  json::array working;
  for (const auto day : reckoning->working_dates) working.push_back(date(day));
  json::array special;
  for (const auto& day : reckoning->special) {
    special.push_back(json::object{{"date", date(day.date)}, {"open", intervals(day.openings)}});
  }
  json::array clocks;
  for (const auto& change : reckoning->clock_changes) {
    clocks.push_back(json::object{{"date", date(change.date)},
                                  {"hours", change.length / std::chrono::hours(1)}});
  }
  return json::object{{"calendar", calendar},
                      {"starts", json_instant(reckoning->start)},
                      {"within", calendar::to_string(reckoning->span)},
                      {"counted", intervals(reckoning->counted)},
                      {"working_dates", std::move(working)},
                      {"closed", std::move(closed)},
                      {"special", std::move(special)},
                      {"paused", intervals(reckoning->paused)},
                      {"clock_changes", std::move(clocks)},
                      {"due", json_instant(reckoning->due)}};
}

json::array history(const std::vector<store::HistoryLine>& lines) {
  json::array array;
  for (const auto& line : lines) {
    array.push_back(json::object{{"at", json_instant(line.at)},
                                 {"kind", line.kind},
                                 {"starts", json_instant(line.starts)},
                                 {"due", json_instant(line.due)},
                                 {"stopped", json_instant(line.stopped)}});
  }
  return array;
}

json::array tasks(const std::vector<store::TaskLine>& lines) {
  json::array array;
  for (const auto& line : lines) {
    array.push_back(json::object{{"at", json_instant(line.at)},
                                 {"step", line.step},
                                 {"purpose", json_text(line.purpose)},
                                 {"level", line.level},
                                 {"name", json_text(line.name)},
                                 {"stands_in_for", json_text(line.stands_in_for)},
                                 {"channel", json_text(line.channel)},
                                 {"address", json_text(line.address)},
                                 {"state", line.state},
                                 {"reason", json_text(line.reason)},
                                 {"sent_at", json_instant(line.sent_at)}});
  }
  return array;
}

json::array ahead(const std::vector<engine::Expected>& all) {
  json::array array;
  for (const auto& expected : all) {
    json::array messages;
    for (const auto& message : expected.messages) {
      messages.push_back(
          json::object{{"name", message.name},
                       {"address", json_text(message.address)},
                       {"stands_in_for", json_text(message.stands_in_for)},
                       {"role", json_text(message.role)},
                       {"channel", model::to_string(message.channel)},
                       {"reason", message.reason ? json::value(model::to_string(*message.reason))
                                                 : json::value()}});
    }
    array.push_back(json::object{{"at", json_instant(expected.at)},
                                 {"step", expected.step},
                                 {"outcome", model::to_string(expected.outcome)},
                                 {"purpose", model::to_string(expected.purpose)},
                                 {"breach", expected.breach},
                                 {"begins", json_text(expected.begins)},
                                 {"chain", json_text(expected.chain)},
                                 {"level", expected.level},
                                 {"first_day", expected.first_day},
                                 {"messages", std::move(messages)}});
  }
  return array;
}

}  // namespace

json::object json_of(const model::Rule& rule, const rules::RuleInWords& words,
                     const std::vector<Saying>& sayings) {
  json::array said;
  for (const auto& [sentence, details] : sayings) {
    said.push_back(json::object{{"sentence", sentence}, {"details", texts(details)}});
  }
  return {{"rule", rule.name},
          {"title", rule.title},
          {"description", json_text(rule.description)},
          {"source", rule.source},
          {"owner", rule.owner},
          {"subject", rule.subject},
          {"revision", rule.revision},
          {"mode", model::to_string(rule.mode)},
          {"which", json_text(words.which)},
          {"starts", expression(words.starts)},
          {"stops", expression(words.stops)},
          {"due", expression(words.due)},
          {"assign", expression(words.assign)},
          {"said", std::move(said)}};
}

json::array json_of_queries(const model::Rule& rule) {
  json::array all;
  for (const auto& [purpose, query] : queries_of(rule)) {
    json::array parameters;
    for (const auto& [name, type, value] : bound_values(query)) {
      parameters.push_back(json::object{
          {"name", name}, {"type", type}, {"value", value ? json::value(*value) : json::value()}});
    }
    all.push_back(json::object{
        {"purpose", purpose}, {"sql", query.sql}, {"parameters", std::move(parameters)}});
  }
  return all;
}

json::object json_of(const Story& story) {
  const auto& explanation = story.explanation;
  json::object values;
  for (const auto& value : story.words.read) {
    const auto found = explanation.values.find(value.path);
    values[value.path] =
        value_of(value, found == explanation.values.end() ? std::nullopt : found->second);
  }
  json::array ways;
  for (const auto& way : explanation.coverage.ways) ways.push_back(texts(way));
  json::array pending;
  for (const auto kind : explanation.pending) {
    pending.push_back(json::string(model::to_string(kind)));
  }
  const auto& calendar = explanation.calendar;
  return {{"rule", explanation.rule},
          {"subject", explanation.entity + "/" + explanation.key},
          {"standing", name_of(explanation.standing)},
          {"why", why(story)},
          {"condition",
           explanation.condition ? json::value(finding(*explanation.condition)) : json::value()},
          {"values", std::move(values)},
          {"promise", commitment(story)},
          {"pending", std::move(pending)},
          {"because", texts(explanation.coverage.because)},
          {"covered_if", std::move(ways)},
          {"provided", texts(explanation.coverage.provided)},
          {"due", reckoning(explanation.reckoning, calendar)},
          {"history", history(story.history)},
          {"said", tasks(story.tasks)},
          {"ahead", ahead(explanation.ahead)},
          {"more_ahead", explanation.more_ahead}};
}

}  // namespace steward::app
