// SPDX-License-Identifier: MIT
// The breach log as people read it.
#include <map>

#include "steward/base/json.hpp"
#include "store/binds.hpp"
#include "store/lateness.hpp"
#include "store/names.hpp"
#include "store/report_filters.hpp"
#include "store/report_statements.hpp"
#include "store/transact.hpp"

namespace steward::store {
namespace {

// Everything comes from the entries, which nobody can change: whose promise it was and for whom,
// as it was when the breach was entered.
constexpr std::string_view kBreaches = R"(
  select b.breach, b.at as due, b.noticed_at, b.body::text as body, e.kind as ending,
         e.at as ended_at, e.noticed_at as ended_noticed_at
    from steward.ledger b
    left join lateral (select l.kind, l.at, l.noticed_at from steward.ledger l
                        where l.breach = b.breach
                          and l.kind in ('resolved', 'rectified', 'withdrawn', 'reopened')
                        order by l.id desc limit 1) e on true
   where b.kind = 'breached'
     and (:rule::text is null or b.body->>'rule' = :rule::text
          or exists (select from steward.commitment c
                      where c.id = b.commitment and c.rule = :rule::text))
     and (:clients::text[] is null or b.body->>'client' = any(:clients::text[]))
     and (:tag::text is null or b.body->'tags' @> to_jsonb(:tag::text))
     and (:severity::text is null or b.body->>'severity' = :severity::text)
     and (case when :breach::text is null
               then b.at >= :from::timestamptz and b.at < :to::timestamptz
               else b.breach = :breach::text or b.body->>'reference' = :reference::text end)
   order by b.at, b.id)";

constexpr std::string_view kEntries = R"(
  select l.breach, l.kind, l.at, l.noticed_at, l.entered_at, l.body::text as body,
         (select (select json_object_agg(v.key, v.value order by v.key)
                    from jsonb_each_text(f.facts) v)::text
            from steward.fact f
           where f.commitment = l.commitment and f.noticed_at = l.noticed_at
             and l.kind not in ('escalated', 'acknowledged')) as facts
    from steward.ledger l where l.breach = any(:breaches::text[])
   order by l.id)";

constexpr std::string_view kWatched = R"(
  select count(*) as total, count(*) filter (where state = 'kept' and breached_at is null) as kept,
         count(*) filter (where breached_at is not null) as breached,
         count(*) filter (where state = 'cancelled' and breached_at is null) as cancelled,
         count(*) filter (where state in ('open', 'paused')) as open
    from steward.commitment c
   where not historic and due >= :from::timestamptz
     and due < :to::timestamptz
     and (:rule::text is null or rule = :rule::text)
     and (:clients::text[] is null or client = any(:clients::text[]))
     and (:tag::text is null and :severity::text is null
          or exists (select from steward.revision v
                      where v.digest = c.revision
                        and (:tag::text is null or :tag::text = any(v.tags))
                        and (:severity::text is null or v.severity = :severity::text))))";

BreachState state_of(const std::string& ending) {
  if (ending == "resolved") return BreachState::resolved_late;
  if (ending == "rectified") return BreachState::recorded_late;
  if (ending == "withdrawn") return BreachState::withdrawn;
  return BreachState::unresolved;
}

BreachLine breach_from(const Row& row) {
  BreachLine line;
  line.breach = row.text("breach");
  line.due = row.instant("due");
  line.noticed_at = row.instant("noticed_at");
  line.state = state_of(row.text_or_empty("ending"));
  if (line.state != BreachState::unresolved) {
    line.ended_at = row.optional_instant("ended_at");
    line.ended_noticed_at = row.optional_instant("ended_noticed_at");
  }
  const auto parsed = parse_json(row.text("body"));
  if (!parsed || !parsed->is_object()) return line;
  const auto& body = parsed->get_object();
  line.reference = text_of(body, "reference");
  line.rule = text_of(body, "rule");
  line.title = text_of(body, "title");
  line.subject = text_of(body, "subject");
  line.client = text_of(body, "client");
  line.assignee = text_of(body, "assignee");
  line.assignee_role = text_of(body, "assignee_role");
  return line;
}

void add_names(Names& names, std::vector<BreachLine>& lines) {
  std::vector<std::string> keys;
  for (const auto& line : lines) {
    if (!line.client.empty()) keys.push_back(line.client);
  }
  const auto clients = names.clients(keys);
  for (auto& line : lines) {
    line.client_name = name_or_key(clients, line.client);
    line.assignee_name = names.staff(line.assignee);
  }
}

void add_lateness(Session& session, std::vector<BreachLine>& lines) {
  std::vector<std::string> breaches;
  for (const auto& line : lines) breaches.push_back(line.breach);
  const auto known = read_lateness(session, breaches);
  for (auto& line : lines) {
    const auto found = known.find(line.breach);
    if (found != known.end()) line.lateness = found->second;
  }
}

void add_entries(Session& session, std::vector<BreachLine>& lines) {
  std::vector<std::string> breaches;
  std::map<std::string, BreachLine*> by_breach;
  for (auto& line : lines) {
    breaches.push_back(line.breach);
    by_breach[line.breach] = &line;
  }
  if (breaches.empty()) return;
  for (const auto row : session.query(kEntries, {{"breaches", breaches}})) {
    by_breach.at(row.text("breach"))
        ->entries.push_back({row.text("kind"), row.instant("at"), row.instant("noticed_at"),
                             row.instant("entered_at"), row.text("body"),
                             row.text_or_empty("facts")});
  }
}

}  // namespace

std::string_view to_string(BreachState state) {
  switch (state) {
    case BreachState::unresolved:
      return "unresolved";
    case BreachState::resolved_late:
      return "resolved late";
    case BreachState::recorded_late:
      return "recorded late";
    case BreachState::withdrawn:
      return "withdrawn";
  }
  return "unknown";
}

Result<BreachReport> Reports::breaches(const BreachFilter& filter) {
  BreachReport report;
  const auto done = transact_read_only(pool_, [&](Session& session) -> Result<> {
    report = {};
    Names names(session, people_);
    const auto rule = rule_filter(session, filter.rule);
    if (!rule) return rule.error();
    const auto clients = client_filter(session, names, filter.client);
    if (!clients) return clients.error();
    const auto tag = tag_filter(session, filter.tag);
    if (!tag) return tag.error();
    Binds binds{{"rule", *rule},
                {"tag", *tag},
                {"severity", bind_unless_empty(filter.severity)},
                {"clients", *clients},
                {"from", bind(filter.period.from)},
                {"to", bind(filter.period.to)}};
    const auto rows = session.query(kWatched, binds);
    const auto watched = rows.only();
    report.watched = {watched.integer("total"), watched.integer("kept"),
                      watched.integer("breached"), watched.integer("cancelled"),
                      watched.integer("open")};
    add_reference_filter(binds, filter.reference);
    for (const auto row : session.query(kBreaches, binds)) {
      report.lines.push_back(breach_from(row));
    }
    add_names(names, report.lines);
    add_entries(session, report.lines);
    add_lateness(session, report.lines);
    return {};
  });
  if (!done) return done.error();
  return report;
}

std::vector<std::string_view> breach_statements() {
  return {kBreaches, kEntries, kWatched};
}

}  // namespace steward::store
