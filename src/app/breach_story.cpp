// SPDX-License-Identifier: MIT
#include "app/breach_story.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>
#include <vector>

#include "app/words.hpp"
#include "steward/base/json.hpp"
#include "steward/model/lateness.hpp"

namespace steward::app {
namespace {

using store::BreachState;

/// What an entry adds: whoever took it, the level that was asked.
std::string entry_detail(const store::EntryLine& entry) {
  const auto parsed = parse_json(entry.body);
  if (!parsed || !parsed->is_object()) return "";
  const auto& body = parsed->get_object();
  if (const auto detail = text_of(body, "detail"); !detail.empty()) return std::string(detail);
  if (const auto person = text_of(body, "person"); !person.empty()) {
    return "by " + std::string(person);
  }
  return "";
}

/// Whose time the lateness was.
std::string lateness(const store::BreachLine& line, Instant now) {
  if (!line.lateness || line.state == BreachState::recorded_late) return "";
  const auto split = model::split(*line.lateness, line.until(now));
  const auto steward = split.total() - split.organisation;
  auto text = fmt::format("late by {}: the organisation's {}, steward's {}",
                          to_words(split.total()), to_words(split.organisation), to_words(steward));
  text += fmt::format(" (detection {}, firing {}, queue {}, provider {})", brief(split.detection),
                      brief(split.firing), brief(split.queue), brief(split.provider));
  return text + (line.lateness->accepted_at ? "\n" : "; no message about it was accepted\n");
}

std::string entries(const store::BreachLine& line, const calendar::Zone& zone,
                    const TableStyle& style) {
  Table table({{"at (" + zone.name() + ")"}, {"entry"}, {"noticed"}, {"detail", Fit::elastic}});
  for (const auto& entry : line.entries) {
    table.add({calendar::format_table(entry.at, zone), entry.kind,
               calendar::format_table(entry.noticed_at, zone), entry_detail(entry)});
  }
  return table.render(style);
}

/// What the record said behind an entry.
struct Said {
  const store::EntryLine* entry;
  json::object facts;
};

std::vector<Said> said(const store::BreachLine& line) {
  std::vector<Said> all;
  for (const auto& entry : line.entries) {
    const auto facts = parse_json(entry.facts);
    if (facts && facts->is_object()) all.push_back({&entry, facts->get_object()});
  }
  return all;
}

std::string shown(const json::object& facts, const std::string& name, const calendar::Zone& zone) {
  const auto* const value = facts.if_contains(name);
  if (value == nullptr) return "";
  if (!value->is_string()) return "nothing";
  const std::string text(value->get_string());
  const auto instant = parse_instant(text);
  return instant ? calendar::format_table(*instant, zone) : printable(text);
}

std::string facts(const std::vector<Said>& said, const calendar::Zone& zone,
                  const TableStyle& style) {
  if (said.empty()) return "";
  std::vector<Said> columns{said.front()};
  if (said.back().facts != said.front().facts) columns.push_back(said.back());
  // An edited rule reads other fields.
  std::set<std::string> names;
  std::vector<Column> headings{{"the record said"}};
  for (const auto& [entry, facts] : columns) {
    headings.push_back(
        {entry->kind + " " + calendar::format_table(entry->noticed_at, zone), Fit::elastic});
    for (const auto& [name, value] : facts) names.emplace(name);
  }
  Table table(headings);
  for (const auto& name : names) {
    std::vector<Cell> row{printable(name)};
    for (const auto& column : columns) row.push_back(shown(column.facts, name, zone));
    table.add(std::move(row));
  }
  return "\n" + table.render(style);
}

}  // namespace

std::string breach_story(const store::BreachLine& line, const calendar::Zone& zone, Instant now,
                         const TableStyle& style) {
  auto text = fmt::format("{}: {}\n{} ({}), {}; {}\n", line.breach,
                          line.title.empty() ? line.rule : line.title, line.subject, line.reference,
                          line.client_name.empty() ? "no client" : printable(line.client_name),
                          store::to_string(line.state));
  text += lateness(line, now);
  text += entries(line, zone, style);
  return text + facts(said(line), zone, style);
}

}  // namespace steward::app
