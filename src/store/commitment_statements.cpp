// SPDX-License-Identifier: MIT
#include "store/binds.hpp"
#include "store/json_rows.hpp"
#include "store/months.hpp"
#include "store/pause_json.hpp"
#include "store/postgres_transaction.hpp"

namespace steward::store {
namespace {

#define STEWARD_COMMITMENT_COLUMNS                                                      \
  " c.id, c.reference, c.rule, c.revision, c.entity, c.key, c.state, c.historic,"       \
  " c.recorded_late, steward.micros(c.starts) as starts, steward.micros(c.due) as due," \
  " steward.micros(c.stopped) as stopped, steward.micros(c.opened_at) as opened_at,"    \
  " steward.micros(c.breached_at) as breached_at, c.breach,"                            \
  " steward.micros(c.closed_at) as closed_at, c.assignee, c.assignee_role, c.client,"   \
  " c.within, c.within_row, c.calendar, c.pauses::text as pauses,"                      \
  " c.step_row, steward.micros(c.occurrence) as occurrence,"                            \
  " c.forgotten_at is not null as forgotten,"                                           \
  " steward.micros(c.next_at) as next_at "

// Of a record that was promised a thing a thousand times only the end is looked at.
constexpr std::string_view kLatest = "select" STEWARD_COMMITMENT_COLUMNS R"(
    from unnest(:keys::text[]) as k(key)
   cross join lateral (
         select * from (
           (select * from steward.commitment l
             where l.rule = :rule::text and l.key = k.key and l.closed_at is null
             order by steward.number_of(l.id) desc limit 1)
           union all
           (select * from steward.commitment l where l.rule = :rule::text and l.key = k.key
             order by steward.number_of(l.id) desc limit 1)) b
          order by closed_at is null desc limit 1) c
   order by c.key)";

constexpr std::string_view kOccurrences = "select" STEWARD_COMMITMENT_COLUMNS R"(
    from unnest(:keys::text[]) as k(key)
   cross join lateral (
         select * from steward.commitment l
          where l.rule = :rule::text and l.key = k.key and l.closed_at is null
         union all
         select * from (
           select * from steward.commitment l where l.rule = :rule::text and l.key = k.key
            order by steward.number_of(l.id) desc limit 1) last
          where last.closed_at is not null) c
   order by c.key, steward.number_of(c.id))";

// Subjects first, as everybody does, but without waiting for any: whoever holds one does what is
// due of it. The commitments are locked only to be read as they are once their subject is ours. The
// limit counts what was locked, so that two daemons share what is due instead of vying for its
// front.
constexpr std::string_view kClaimDue = "select" STEWARD_COMMITMENT_COLUMNS R"(
    from steward.commitment c
    join steward.subject s on s.entity = c.entity and s.key = c.key
   where c.next_at <= steward.instant(:now::bigint)
   order by c.next_at limit :limit::bigint
     for update of s, c skip locked)";

constexpr std::string_view kFind = "select" STEWARD_COMMITMENT_COLUMNS R"(
    from steward.commitment c where c.reference = :reference::text or c.breach = :reference::text)";

constexpr std::string_view kById = "select" STEWARD_COMMITMENT_COLUMNS R"(
    from steward.commitment c where c.id = :id::bigint)";

constexpr std::string_view kLiveKeys = R"(
  select distinct key from steward.commitment
   where rule = :rule::text and closed_at is null
     and (:after::text is null or key > :after::text)
   order by key limit :limit::bigint)";

constexpr std::string_view kEarliestDue = R"(
  select steward.micros(min(next_at)) as next_at from steward.commitment
   where next_at is not null)";

constexpr std::string_view kNewIds = R"(
  select steward.id_of(steward.month_of(steward.instant(:now::bigint)),
                       nextval('steward.commitment_id')) as id
    from generate_series(1, :count::bigint))";

constexpr std::string_view kNextBreachNumbers = R"(
  insert into steward.breach_number (year, last) values (:year::integer, :count::bigint)
  on conflict (year) do update set last = breach_number.last + excluded.last
  returning last - :count::bigint + 1 as first)";

constexpr std::string_view kSave = R"(
  insert into steward.commitment
         (id, reference, rule, revision, entity, key, state, historic, recorded_late, starts, due,
          stopped, opened_at, breached_at, breach, closed_at, assignee, assignee_role, client,
          within, within_row, calendar, pauses, step_row, occurrence, next_at)
  select id, reference, rule, revision, entity, key, state, historic, recorded_late,
         steward.instant(starts), steward.instant(due), steward.instant(stopped),
         steward.instant(opened_at), steward.instant(breached_at), breach,
         steward.instant(closed_at), assignee, assignee_role, client, within, within_row, calendar,
         pauses, step_row, steward.instant(occurrence), steward.instant(next_at)
    from jsonb_to_recordset(:rows::jsonb)
      as r(id bigint, reference text, rule text, revision text, entity text, key text, state text,
           historic boolean, recorded_late boolean, starts bigint, due bigint, stopped bigint,
           opened_at bigint, breached_at bigint, breach text, closed_at bigint, assignee text,
           assignee_role text, client text, within text, within_row integer, calendar text,
           pauses jsonb, step_row integer, occurrence bigint, next_at bigint)
   order by id
  on conflict (id) do update
     set revision = excluded.revision, state = excluded.state, historic = excluded.historic,
         recorded_late = excluded.recorded_late, starts = excluded.starts, due = excluded.due,
         stopped = excluded.stopped, breached_at = excluded.breached_at,
         breach = excluded.breach, closed_at = excluded.closed_at,
         assignee = excluded.assignee, assignee_role = excluded.assignee_role,
         client = excluded.client, within = excluded.within, within_row = excluded.within_row,
         calendar = excluded.calendar, pauses = excluded.pauses,
         step_row = excluded.step_row, next_at = excluded.next_at)";

constexpr std::string_view kAddHistory = R"(
  insert into steward.history (commitment, at, kind, starts, due, stopped, changed_at)
  select commitment, steward.instant(:now::bigint), kind, steward.instant(starts),
         steward.instant(due), steward.instant(stopped), steward.instant(changed_at)
    from jsonb_to_recordset(:rows::jsonb)
      as r(commitment bigint, kind text, starts bigint, due bigint, stopped bigint,
           changed_at bigint))";

#undef STEWARD_COMMITMENT_COLUMNS

json::object row_of(const model::Commitment& commitment) {
  return {{"id", commitment.id},
          {"reference", commitment.reference},
          {"rule", commitment.rule},
          {"revision", commitment.revision},
          {"entity", commitment.entity},
          {"key", commitment.key},
          {"state", model::to_string(commitment.state)},
          {"historic", commitment.historic},
          {"recorded_late", commitment.recorded_late},
          {"starts", to_json(commitment.starts)},
          {"due", to_json(commitment.due)},
          {"stopped", to_json(commitment.stopped)},
          {"opened_at", to_json(commitment.opened_at)},
          {"breached_at", to_json(commitment.breached_at)},
          {"breach", unless_empty(commitment.breach)},
          {"closed_at", to_json(commitment.closed_at)},
          {"assignee", unless_empty(commitment.assignee)},
          {"assignee_role", unless_empty(commitment.assignee_role)},
          {"client", unless_empty(commitment.client)},
          {"within", unless_empty(commitment.terms.within)},
          {"within_row", commitment.terms.within_row},
          {"calendar", unless_empty(commitment.terms.calendar)},
          {"pauses", pauses_to_json(commitment.pauses)},
          {"step_row", commitment.step_row},
          {"occurrence", to_json(commitment.occurrence)},
          {"next_at", to_json(commitment.next_at)}};
}

std::vector<model::Commitment> commitments_from(const Rows& rows) {
  std::vector<model::Commitment> all;
  all.reserve(rows.size());
  for (const auto row : rows) all.push_back(commitment_from(row));
  return all;
}

}  // namespace

model::Commitment commitment_from(const Row& row) {
  model::Commitment commitment;
  commitment.id = row.integer("id");
  commitment.reference = row.text("reference");
  commitment.rule = row.text("rule");
  commitment.revision = row.text("revision");
  commitment.entity = row.text("entity");
  commitment.key = row.text("key");
  commitment.state = model::parse_state(row.text("state")).value_or(model::State::open);
  commitment.historic = row.boolean("historic");
  commitment.recorded_late = row.boolean("recorded_late");
  commitment.starts = row.instant("starts");
  commitment.due = row.optional_instant("due");
  commitment.stopped = row.optional_instant("stopped");
  commitment.opened_at = row.instant("opened_at");
  commitment.breached_at = row.optional_instant("breached_at");
  commitment.breach = row.text_or_empty("breach");
  commitment.closed_at = row.optional_instant("closed_at");
  commitment.assignee = row.text_or_empty("assignee");
  commitment.assignee_role = row.text_or_empty("assignee_role");
  commitment.client = row.text_or_empty("client");
  commitment.terms.within = row.text_or_empty("within");
  commitment.terms.within_row = static_cast<int>(row.integer("within_row"));
  commitment.terms.calendar = row.text_or_empty("calendar");
  commitment.pauses = pauses_from_json(row.text("pauses"));
  commitment.step_row = static_cast<int>(row.integer("step_row"));
  commitment.occurrence = row.optional_instant("occurrence");
  commitment.next_at = row.optional_instant("next_at");
  commitment.forgotten = row.boolean("forgotten");
  return commitment;
}

model::Commitment commitment_by_id(Session& session, std::int64_t id) {
  return commitment_from(session.query(kById, {{"id", id}}).only());
}

std::vector<model::Commitment> PostgresTransaction::latest(const std::string& rule,
                                                           const std::vector<std::string>& keys) {
  return commitments_from(session_.query(kLatest, {{"rule", rule}, {"keys", keys}}));
}

std::vector<model::Commitment> PostgresTransaction::occurrences(
    const std::string& rule, const std::vector<std::string>& keys) {
  return commitments_from(session_.query(kOccurrences, {{"rule", rule}, {"keys", keys}}));
}

std::vector<model::Commitment> PostgresTransaction::claim_due(Instant now, std::size_t limit) {
  return commitments_from(
      session_.query(kClaimDue, {{"now", bind(now)}, {"limit", static_cast<std::int64_t>(limit)}}));
}

std::optional<model::Commitment> PostgresTransaction::find(const std::string& reference) {
  const auto rows = session_.query(kFind, {{"reference", reference}});
  if (rows.empty()) return std::nullopt;
  return commitment_from(rows[0]);
}

std::vector<std::string> PostgresTransaction::live_keys(const std::string& rule,
                                                        const std::optional<std::string>& after,
                                                        std::size_t limit) {
  std::vector<std::string> keys;
  for (const auto row : session_.query(
           kLiveKeys,
           {{"rule", rule}, {"after", bind(after)}, {"limit", static_cast<std::int64_t>(limit)}})) {
    keys.push_back(row.text("key"));
  }
  return keys;
}

std::optional<Instant> PostgresTransaction::earliest_due() {
  return session_.query(kEarliestDue).only().optional_instant("next_at");
}

std::vector<std::int64_t> PostgresTransaction::new_commitment_ids(std::size_t count, Instant now) {
  std::vector<std::int64_t> ids;
  if (count == 0) return ids;
  ensure_month(session_, now);
  for (const auto row :
       session_.query(kNewIds, {{"count", static_cast<std::int64_t>(count)}, {"now", bind(now)}})) {
    ids.push_back(row.integer("id"));
  }
  return ids;
}

std::int64_t PostgresTransaction::next_breach_numbers(int year, std::size_t count) {
  return session_
      .query(kNextBreachNumbers, {{"year", static_cast<std::int64_t>(year)},
                                  {"count", static_cast<std::int64_t>(count)}})
      .only()
      .integer("first");
}

void PostgresTransaction::save(const std::vector<model::Commitment>& commitments) {
  session_.execute(kSave, {{"rows", json_rows(commitments, row_of)}});
}

void PostgresTransaction::add_history(const std::vector<model::Transition>& transitions,
                                      Instant now) {
  const auto rows = json_rows(transitions, [](const model::Transition& transition) -> json::object {
    const auto& after = transition.after;
    return {{"commitment", after.id},
            {"kind", model::to_string(transition.kind)},
            {"starts", to_json(after.starts)},
            {"due", to_json(after.due)},
            {"stopped", to_json(after.stopped)},
            {"changed_at", to_json(transition.changed_at)}};
  });
  session_.execute(kAddHistory, {{"rows", rows}, {"now", bind(now)}});
}

std::vector<std::string_view> commitment_statements() {
  return {kLatest,      kOccurrences, kClaimDue,          kFind, kById,      kLiveKeys,
          kEarliestDue, kNewIds,      kNextBreachNumbers, kSave, kAddHistory};
}

}  // namespace steward::store
