// SPDX-License-Identifier: MIT
#include "store/binds.hpp"
#include "store/column_arrays.hpp"
#include "store/months.hpp"
#include "store/pause_json.hpp"
#include "store/postgres_transaction.hpp"

namespace steward::store {
namespace {

#define STEWARD_COMMITMENT_COLUMNS                                                           \
  " c.id, c.reference, c.rule, c.revision, c.entity, c.key, c.state, c.historic,"            \
  " c.recorded_late, c.starts, c.due, c.stopped, c.opened_at, c.breached_at, c.breach,"      \
  " c.closed_at, c.assignee, c.assignee_role, c.client, c.within, c.within_row, c.calendar," \
  " c.pauses::text as pauses, c.step_row, c.occurrence, c.forgotten_at, c.next_at "

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

constexpr std::string_view kPromised = R"(
  select c.key
    from unnest(:keys::text[]) as k(key)
    join steward.commitment c on c.rule = :rule::text and c.key = k.key
   where c.occurrence = :occurrence::timestamptz)";

// Subjects first, as everybody does, but without waiting for any: whoever holds one does what is
// due of it. The commitments are locked only to be read as they are once their subject is ours. The
// limit counts what was locked, so that two daemons share what is due instead of vying for its
// front.
constexpr std::string_view kClaimDue = "select" STEWARD_COMMITMENT_COLUMNS R"(
    from steward.commitment c
    join steward.subject s on s.entity = c.entity and s.key = c.key
   where c.next_at <= (select :now::timestamptz)
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

constexpr std::string_view kNewIds = R"(
  select steward.id_of(steward.month_of(:now::timestamptz),
                       nextval('steward.commitment_id')) as id
    from generate_series(1, :count::bigint))";

constexpr std::string_view kNextBreachNumbers = R"(
  insert into steward.breach_number (year, last) values (:year::integer, :count::bigint)
  on conflict (year) do update set last = breach_number.last + excluded.last
  returning last - :count::bigint + 1 as first)";

#define STEWARD_MUTABLE_COLUMNS                                                                  \
  "revision, state, historic, recorded_late, starts, due, stopped, breached_at, breach,"         \
  " closed_at, assignee, assignee_role, client, within, within_row, calendar, pauses, step_row," \
  " next_at"

#define STEWARD_MUTABLE_VALUES                                                                     \
  "r.revision, r.state, r.historic, r.recorded_late, steward.instant(r.starts),"                   \
  " steward.instant(r.due), steward.instant(r.stopped), steward.instant(r.breached_at), r.breach," \
  " steward.instant(r.closed_at), r.assignee, r.assignee_role, r.client, r.within, r.within_row,"  \
  " r.calendar, r.pauses::jsonb, r.step_row, steward.instant(r.next_at)"

#define STEWARD_MUTABLE_ARRAYS                                                          \
  ":revision::text[], :state::text[], :historic::boolean[], :recorded_late::boolean[]," \
  " :starts::bigint[], :due::bigint[], :stopped::bigint[], :breached_at::bigint[],"     \
  " :breach::text[], :closed_at::bigint[], :assignee::text[], :assignee_role::text[],"  \
  " :client::text[], :within::text[], :within_row::integer[], :calendar::text[],"       \
  " :pauses::text[], :step_row::integer[], :next_at::bigint[]"

constexpr std::string_view kInsert =
    "insert into steward.commitment (id, reference, rule, entity, key, opened_at, occurrence,"
    " " STEWARD_MUTABLE_COLUMNS
    ")"
    " select r.id, r.reference, r.rule, r.entity, r.key, steward.instant(r.opened_at),"
    "        steward.instant(r.occurrence), " STEWARD_MUTABLE_VALUES
    "   from unnest(:id::bigint[], :reference::text[], :rule::text[], :entity::text[],"
    "               :key::text[], :opened_at::bigint[], :occurrence::bigint[],"
    "               " STEWARD_MUTABLE_ARRAYS
    ")"
    "     as r(id, reference, rule, entity, key, opened_at, occurrence, " STEWARD_MUTABLE_COLUMNS
    ") order by r.id";

constexpr std::string_view kUpdate =
    "update steward.commitment c set (" STEWARD_MUTABLE_COLUMNS ") = row(" STEWARD_MUTABLE_VALUES
    ") from unnest((select :id::bigint[]), " STEWARD_MUTABLE_ARRAYS
    ") as r(id, " STEWARD_MUTABLE_COLUMNS ") where c.id = r.id";

constexpr std::string_view kAddHistory = R"(
  insert into steward.history (commitment, at, kind, starts, due, stopped, changed_at)
  select commitment, :now::timestamptz, kind, steward.instant(starts),
         steward.instant(due), steward.instant(stopped), steward.instant(changed_at)
    from unnest(:commitment::bigint[], :kind::text[], :starts::bigint[], :due::bigint[],
                :stopped::bigint[], :changed_at::bigint[])
      as r(commitment, kind, starts, due, stopped, changed_at))";

#undef STEWARD_MUTABLE_COLUMNS
#undef STEWARD_MUTABLE_VALUES
#undef STEWARD_MUTABLE_ARRAYS
#undef STEWARD_COMMITMENT_COLUMNS

void add_mutable(ColumnArrays& rows, const model::Commitment& commitment) {
  rows.add("id", commitment.id);
  rows.add_text("revision", commitment.revision);
  rows.add_text("state", model::to_string(commitment.state));
  rows.add("historic", commitment.historic);
  rows.add("recorded_late", commitment.recorded_late);
  rows.add("starts", commitment.starts);
  rows.add("due", commitment.due);
  rows.add("stopped", commitment.stopped);
  rows.add("breached_at", commitment.breached_at);
  rows.add_unless_empty("breach", commitment.breach);
  rows.add("closed_at", commitment.closed_at);
  rows.add_unless_empty("assignee", commitment.assignee);
  rows.add_unless_empty("assignee_role", commitment.assignee_role);
  rows.add_unless_empty("client", commitment.client);
  rows.add_unless_empty("within", commitment.terms.within);
  rows.add("within_row", static_cast<std::int64_t>(commitment.terms.within_row));
  rows.add_unless_empty("calendar", commitment.terms.calendar);
  rows.add_text("pauses", json::serialize(pauses_to_json(commitment.pauses)));
  rows.add("step_row", static_cast<std::int64_t>(commitment.step_row));
  rows.add("next_at", commitment.next_at);
}

void add_identity(ColumnArrays& rows, const model::Commitment& commitment) {
  rows.add_text("reference", commitment.reference);
  rows.add_text("rule", commitment.rule);
  rows.add_text("entity", commitment.entity);
  rows.add_text("key", commitment.key);
  rows.add("opened_at", commitment.opened_at);
  rows.add("occurrence", commitment.occurrence);
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
  commitment.forgotten_at = row.optional_instant("forgotten_at");
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

std::set<std::string> PostgresTransaction::promised(const std::string& rule,
                                                    const std::vector<std::string>& keys,
                                                    Instant occurrence) {
  std::set<std::string> promised;
  for (const auto row : session_.query(
           kPromised, {{"rule", rule}, {"keys", keys}, {"occurrence", bind(occurrence)}})) {
    promised.insert(row.text("key"));
  }
  return promised;
}

std::vector<model::Commitment> PostgresTransaction::claim_due(Instant now, std::size_t limit) {
  return commitments_from(session_.query(limited(kClaimDue, limit), {{"now", bind(now)}}));
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
  for (const auto row :
       session_.query(limited(kLiveKeys, limit), {{"rule", rule}, {"after", bind(after)}})) {
    keys.push_back(row.text("key"));
  }
  return keys;
}

std::vector<std::int64_t> PostgresTransaction::new_commitment_ids(std::size_t count, Instant now) {
  std::vector<std::int64_t> ids;
  if (count == 0) return ids;
  ensure_month(session_, now);
  for (const auto row :
       session_.query(kNewIds, {{"count", static_cast<std::int64_t>(count)}, {"now", bind(now)}})) {
    ids.push_back(row.integer("id"));
  }
  new_ids_.insert(ids.begin(), ids.end());
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
  ColumnArrays opened;
  ColumnArrays changed;
  bool any_opened = false;
  bool any_changed = false;
  for (const auto& commitment : commitments) {
    const bool is_new = new_ids_.erase(commitment.id) > 0;
    auto& rows = is_new ? opened : changed;
    (is_new ? any_opened : any_changed) = true;
    if (is_new) add_identity(rows, commitment);
    add_mutable(rows, commitment);
  }
  // What closes goes before what opens in its place.
  if (any_changed) session_.post(kUpdate, changed.binds());
  if (any_opened) session_.post(kInsert, opened.binds());
}

void PostgresTransaction::add_history(const std::vector<model::Transition>& transitions,
                                      Instant now) {
  if (transitions.empty()) return;
  ColumnArrays rows;
  for (const auto& transition : transitions) {
    rows.add("commitment", transition.after.id);
    rows.add_text("kind", model::to_string(transition.kind));
    rows.add("starts", transition.after.starts);
    rows.add("due", transition.after.due);
    rows.add("stopped", transition.after.stopped);
    rows.add("changed_at", transition.changed_at);
  }
  session_.post(kAddHistory, rows.binds({{"now", bind(now)}}));
}

std::vector<std::string_view> commitment_statements() {
  return {kLatest,   kPromised, kOccurrences,       kClaimDue, kFind,   kById,
          kLiveKeys, kNewIds,   kNextBreachNumbers, kInsert,   kUpdate, kAddHistory};
}

}  // namespace steward::store
