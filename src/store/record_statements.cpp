// SPDX-License-Identifier: MIT
// The CRM's records, what changed in them, and the locks on them. The queries that read records
// are compiled from the rules and the model.
#include <algorithm>

#include "steward/base/json.hpp"
#include "store/binds.hpp"
#include "store/column_arrays.hpp"
#include "store/pause_json.hpp"
#include "store/postgres_transaction.hpp"

namespace steward::store {
namespace {

// As an array: a subquery that is joined to may be run for each row, and take more than the limit.
constexpr std::string_view kTakeChanges = R"(
  with taken as (
    delete from steward.change
     where id = any(array(select id from steward.change order by id limit :limit::bigint
                             for update skip locked))
    returning id, entity, changed_at, old, new)
  select entity, changed_at, old::text as old, new::text as new
    from taken order by id)";

constexpr std::string_view kWaitingChanges = R"(
  select entity, changed_at, old::text as old, new::text as new
    from steward.change order by id limit :limit::bigint)";

constexpr std::string_view kTouched = R"(
  select key from steward.touched where rule = :rule::text and key = any(:keys::text[]))";

constexpr std::string_view kTakeTouched = R"(
  delete from steward.touched
   where id = any(array(select id from steward.touched order by id limit :limit::bigint
                           for update skip locked))
  returning rule, key)";

// Any number will do, as long as all versions of the program use the same one.
constexpr std::string_view kAnnounceOpening =
    "select pg_advisory_xact_lock_shared(7235406111840915)";

// Got and given back at once: what counts is that all who had it have ended.
constexpr std::string_view kAwaitOpenings = R"(
  select pg_advisory_unlock(7235406111840915)
    from (select pg_advisory_lock(7235406111840915) as got offset 0) l)";

// What ended a promise at an instant is not undone or forestalled by what was done after it.
#define STEWARD_PROMISES_TO                                                         \
  "  from (select client, coalesce(min(cast(at as timestamptz)), 'infinity') as at" \
  "          from unnest(:clients::text[], :instants::text[]) as u(client, at)"     \
  "         group by client) t"                                                     \
  "  join steward.commitment c on c.rule = :rule::text and c.client = t.client"     \
  "   and steward.open_to(c.closed_at, c.stopped) >= t.at"

constexpr std::string_view kPromisesTo =
    "select distinct c.key" STEWARD_PROMISES_TO " limit :limit::bigint";

constexpr std::string_view kTouchPromisesTo =
    "insert into steward.touched (rule, key) "
    "select distinct :rule::text, c.key" STEWARD_PROMISES_TO
    " order by c.key on conflict do nothing";

#undef STEWARD_PROMISES_TO

// In one order everywhere, so that two that lock many subjects cannot wait for each other.
constexpr std::string_view kCreateSubjects = R"(
  insert into steward.subject (entity, key)
  select entity, key from unnest(:entities::text[], :keys::text[]) as u(entity, key)
   order by entity, key
  on conflict do nothing)";

// One by one, whatever the planner thinks of how many there are.
constexpr std::string_view kLockSubjects = R"(
  select 1 as locked
    from (select entity, key from unnest(:entities::text[], :keys::text[]) as u(entity, key)
           order by entity, key) u
   cross join lateral (
         select from steward.subject s where s.entity = u.entity and s.key = u.key
            for update of s) locked)";

/// Of one image of a changed row: a JSON object of its noted columns as texts.
void add_values(const std::string& image, engine::Change& change) {
  if (image.empty()) return;
  const auto value = parse_json(image);
  if (!value || !value->is_object()) return;
  for (const auto& [column, text] : value->get_object()) {
    if (text.is_null()) continue;
    std::string known = text.is_string() ? std::string(text.get_string()) : json::serialize(text);
    auto& values = change.values[std::string(column)];
    if (std::find(values.begin(), values.end(), known) == values.end()) {
      values.push_back(std::move(known));
    }
  }
}

std::optional<Instant> open_ended(const Row& row, std::string_view column) {
  return row.optional_micros(column);
}

std::vector<model::Holding> holdings(Session& session, const model::Query& query,
                                     std::string_view from, std::string_view to) {
  std::vector<model::Holding> all;
  if (query.sql.empty()) return all;
  for (const auto row : session.query(query)) {
    if (row.is_null("role") || row.is_null("person")) continue;
    all.push_back(
        {row.text("role"), row.text("person"), open_ended(row, from), open_ended(row, to)});
  }
  return all;
}

Binds binds_of(const std::string& rule, const std::vector<engine::Evidence>& evidence) {
  std::vector<std::string> clients;
  std::vector<std::string> instants;
  for (const auto& one : evidence) {
    clients.push_back(one.client);
    instants.push_back(one.at.value_or("infinity"));
  }
  return {{"rule", rule}, {"clients", clients}, {"instants", instants}};
}

std::vector<std::string> keys_of(const Rows& rows) {
  std::vector<std::string> keys;
  for (const auto row : rows) {
    if (!row.is_null("key")) keys.push_back(row.text("key"));
  }
  return keys;
}

std::vector<engine::Change> changes_from(const Rows& rows) {
  std::vector<engine::Change> changes;
  for (const auto row : rows) {
    auto& change = changes.emplace_back();
    change.entity = row.text("entity");
    change.changed_at = row.instant("changed_at");
    add_values(row.text_or_empty("old"), change);
    add_values(row.text_or_empty("new"), change);
  }
  return changes;
}

}  // namespace

std::vector<engine::Change> PostgresTransaction::take_changes(std::size_t limit) {
  return changes_from(session_.query(limited(kTakeChanges, limit)));
}

std::vector<engine::Change> PostgresTransaction::waiting_changes(std::size_t limit) {
  return changes_from(session_.query(limited(kWaitingChanges, limit)));
}

std::vector<std::string> PostgresTransaction::touched(const std::string& rule,
                                                      const std::vector<std::string>& keys) {
  return keys_of(session_.query(kTouched, {{"rule", rule}, {"keys", keys}}));
}

std::vector<std::string> PostgresTransaction::affected(const model::Query& query,
                                                       const std::vector<std::string>& values,
                                                       std::size_t limit) {
  return keys_of(
      session_.query(query, {{"values", values}, {"most", static_cast<std::int64_t>(limit)}}));
}

void PostgresTransaction::touch(const std::string& rule, const model::Query& query,
                                const std::vector<std::string>& values) {
  // The query is the rule compiler's: only what becomes of its keys is said here.
  const model::Query touching{
      "insert into steward.touched (rule, key) select cast(:touched_rule as text), a.key from (" +
          query.sql + ") a order by a.key on conflict do nothing",
      query.binds};
  session_.query(touching, {{"touched_rule", rule}, {"values", values}, {"most", nullptr}});
}

std::map<std::string, std::vector<std::string>> PostgresTransaction::take_touched(
    std::size_t limit) {
  std::map<std::string, std::vector<std::string>> touched;
  for (const auto row : session_.query(limited(kTakeTouched, limit))) {
    touched[row.text("rule")].push_back(row.text("key"));
  }
  return touched;
}

void PostgresTransaction::announce_opening() {
  session_.post(kAnnounceOpening);
}

void PostgresTransaction::await_openings() {
  session_.query(kAwaitOpenings);
}

std::vector<std::string> PostgresTransaction::promises_to(
    const std::string& rule, const std::vector<engine::Evidence>& evidence, std::size_t limit) {
  return keys_of(session_.query(limited(kPromisesTo, limit), binds_of(rule, evidence)));
}

void PostgresTransaction::touch_promises_to(const std::string& rule,
                                            const std::vector<engine::Evidence>& evidence) {
  session_.execute(kTouchPromisesTo, binds_of(rule, evidence));
}

std::vector<std::string> PostgresTransaction::page(const model::Query& query,
                                                   const std::optional<std::string>& after,
                                                   std::size_t limit) {
  return keys_of(
      session_.query(query, {{"after", bind(after)}, {"page", static_cast<std::int64_t>(limit)}}));
}

std::vector<model::Evaluation> PostgresTransaction::evaluate(const model::Query& query,
                                                             const std::vector<std::string>& keys) {
  std::vector<model::Evaluation> all;
  for (const auto row : session_.query(query, {{"keys", keys}})) {
    model::Evaluation evaluation;
    evaluation.key = row.text("key");
    evaluation.active = row.boolean("active");
    evaluation.starts = row.optional_micros("starts");
    evaluation.stops = row.optional_micros("stops");
    evaluation.due = row.optional_micros("due");
    evaluation.assignee = row.text_or_empty("assignee");
    evaluation.assignee_role = row.text_or_empty("assignee_role");
    evaluation.client = row.text_or_empty("client");
    evaluation.within_row = static_cast<int>(row.optional_integer("within_row").value_or(0));
    if (const auto within = row.optional_integer("within")) {
      evaluation.within = Microseconds(*within);
    }
    evaluation.calendar = row.text_or_empty("calendar");
    evaluation.pauses = pauses_from_json(row.text_or_empty("pauses"));
    evaluation.pausing = !row.is_null("pausing") && row.boolean("pausing");
    all.push_back(std::move(evaluation));
  }
  return all;
}

std::map<std::string, std::string> PostgresTransaction::facts(
    const model::Query& query, const std::vector<std::string>& keys) {
  std::map<std::string, std::string> all;
  for (const auto row : session_.query(query, {{"keys", keys}})) {
    all[row.text("key")] = row.text_or_empty("facts");
  }
  return all;
}

void PostgresTransaction::add_facts(const model::Query& grounds,
                                    const std::vector<engine::FactsOf>& promises) {
  ColumnArrays rows;
  std::vector<std::string> keys;
  for (const auto& [commitment, key, noticed_at] : promises) {
    rows.add("facts_of", commitment);
    rows.add_text("facts_of_key", key);
    rows.add("facts_noticed_at", noticed_at);
    keys.push_back(key);
  }
  auto binds = rows.binds({{"keys", keys}});
  binds.insert(grounds.binds.begin(), grounds.binds.end());
  // The query is the rule compiler's: only what becomes of its rows is said here.
  session_.post(
      "insert into steward.fact (commitment, noticed_at, facts)"
      " select p.commitment, steward.instant(p.noticed_at), cast(g.facts as jsonb)"
      "   from unnest(cast(:facts_of as bigint[]), cast(:facts_of_key as text[]),"
      "               cast(:facts_noticed_at as bigint[])) as p(commitment, key, noticed_at)"
      "   join (" +
          grounds.sql + ") g on g.key = p.key on conflict do nothing",
      binds);
}

model::Roster PostgresTransaction::roster(const model::PeopleQueries& queries) {
  model::Roster roster;
  if (!queries.staff.sql.empty()) {
    for (const auto row : session_.query(queries.staff)) {
      model::Person person;
      person.key = row.text("key");
      person.name = row.text_or_empty("name");
      person.email = row.text_or_empty("email");
      person.mobile = row.text_or_empty("mobile");
      person.time_zone = row.text_or_empty("time_zone");
      if (person.name.empty()) person.name = person.email.empty() ? person.key : person.email;
      roster.people[person.key] = std::move(person);
    }
  }
  roster.holders = holdings(session_, queries.holders, "valid_from", "valid_to");
  roster.duties = holdings(session_, queries.duties, "starts", "ends");
  if (!queries.absences.sql.empty()) {
    for (const auto row : session_.query(queries.absences)) {
      if (row.is_null("person")) continue;
      // A missing end is open: nobody is sent a message because a date was forgotten.
      roster.absences.push_back(
          {row.text("person"), row.optional_micros("starts").value_or(Instant::min()),
           row.optional_micros("ends").value_or(Instant::max()), row.text_or_empty("stand_in")});
    }
  }
  return roster;
}

std::map<std::string, std::string> PostgresTransaction::client_names(
    const model::PeopleQueries& queries, const std::vector<std::string>& keys) {
  std::map<std::string, std::string> names;
  if (queries.clients.sql.empty() || keys.empty()) return names;
  std::vector<std::string> wanted(keys);
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  for (const auto row : session_.query(queries.clients, {{"keys", wanted}})) {
    auto name = row.text_or_empty("name");
    if (!name.empty()) names[row.text("key")] = std::move(name);
  }
  return names;
}

void PostgresTransaction::lock(std::vector<engine::Subject> subjects) {
  if (subjects.empty()) return;
  std::sort(subjects.begin(), subjects.end());
  std::vector<std::string> entities;
  std::vector<std::string> keys;
  for (const auto& subject : subjects) {
    entities.push_back(subject.entity);
    keys.push_back(subject.key);
  }
  const Binds binds{{"entities", entities}, {"keys", keys}};
  session_.post(kCreateSubjects, binds);
  session_.query(kLockSubjects, binds);
}

std::vector<std::string_view> record_statements() {
  return {kTakeChanges,   kWaitingChanges, kTouched,         kTakeTouched,    kAnnounceOpening,
          kAwaitOpenings, kPromisesTo,     kTouchPromisesTo, kCreateSubjects, kLockSubjects};
}

}  // namespace steward::store
