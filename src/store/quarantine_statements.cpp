// SPDX-License-Identifier: MIT
// What cannot be judged, and work that may fail without its transaction.
#include "store/binds.hpp"
#include "store/postgres_transaction.hpp"

namespace steward::store {
namespace {

constexpr std::string_view kBegin = "savepoint steward_attempt";
constexpr std::string_view kUndo = "rollback to savepoint steward_attempt";
constexpr std::string_view kEnd = "release savepoint steward_attempt";

#define STEWARD_QUARANTINE_COLUMNS \
  " rule, key, firing, reason, since, failures, tried_at, retry_at, recurrence "

constexpr std::string_view kSome = "select" STEWARD_QUARANTINE_COLUMNS R"(
    from steward.quarantine where key = ''
   union all
  (select)" STEWARD_QUARANTINE_COLUMNS R"(
     from steward.quarantine where key <> '' limit :limit::bigint))";

constexpr std::string_view kOfKeys = "select" STEWARD_QUARANTINE_COLUMNS R"(
    from steward.quarantine where rule = :rule::text and key = any(:keys::text[]))";

constexpr std::string_view kClaimSetAside = "select" STEWARD_QUARANTINE_COLUMNS R"(
    from steward.quarantine
   where key <> '' and not firing and retry_at <= :now::timestamptz
   order by retry_at limit :limit::bigint for update skip locked)";

#undef STEWARD_QUARANTINE_COLUMNS

constexpr std::string_view kSetAside = R"(
  insert into steward.quarantine
         (rule, key, firing, reason, since, failures, tried_at, retry_at, recurrence)
  values (:rule::text, :key::text, :firing::boolean, :reason::text, :since::timestamptz,
          :failures::integer, :tried_at::timestamptz, :retry_at::timestamptz,
          :recurrence::timestamptz)
  on conflict (rule, key, firing) do update
     set reason = excluded.reason, failures = excluded.failures, tried_at = excluded.tried_at,
         retry_at = excluded.retry_at, recurrence = excluded.recurrence)";

constexpr std::string_view kRelease = R"(
  with released as (
    delete from steward.quarantine
     where rule = :rule::text and key = :key::text and firing = :firing::boolean
       and recurrence is not distinct from :recurrence::timestamptz
    returning rule, key, firing, failures)
  insert into steward.recovered (rule, firing, failures, at)
  select rule, firing, failures, :now::timestamptz from released where key = ''
  on conflict (rule, firing) do update set failures = excluded.failures, at = excluded.at)";

constexpr std::string_view kRememberedFailures = R"(
  select failures from steward.recovered
   where rule = :rule::text and firing = :firing::boolean and at >= :since::timestamptz)";

constexpr std::string_view kForgetRecovered = "delete from steward.recovered";

// What waits for a retry waits for exactly that instant.
constexpr std::string_view kWake = R"(
  update steward.commitment set next_at = :now::timestamptz
   where rule = :rule::text and (:key::text = '' or key = :key::text)
     and next_at = :retry_at::timestamptz)";

constexpr std::string_view kForgetOthers = R"(
  delete from steward.quarantine where rule <> all(:rules::text[]))";

constexpr std::string_view kWakeAll = R"(
  update steward.commitment c set next_at = :now::timestamptz
    from steward.quarantine q
   where c.rule = q.rule and (q.key = '' or c.key = q.key) and c.next_at = q.retry_at)";

constexpr std::string_view kRetryAll = R"(
  update steward.quarantine set retry_at = :now::timestamptz)";

// What was put off is due from the retry on; where nothing is, it closed or was moved meanwhile.
constexpr std::string_view kForgetIdle = R"(
  delete from steward.quarantine q
   where q.firing and q.retry_at <= :now::timestamptz
     and not exists (select from steward.commitment c
                      where c.next_at <= :now::timestamptz and c.rule = q.rule
                        and (q.key = '' or c.key = q.key)))";

constexpr std::string_view kPostpone = R"(
  update steward.commitment set next_at = :until::timestamptz
   where id = any(:commitments::bigint[]) and closed_at is null)";

constexpr std::string_view kMissing = R"(
  select format('%s.%s.%s', w.schema, w.name, w.col) as missing
    from unnest(:schemas::text[], :tables::text[], :columns::text[]) as w(schema, name, col)
   where not exists (select from pg_catalog.pg_attribute a
                       join pg_catalog.pg_class c on c.oid = a.attrelid
                       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                      where n.nspname = w.schema and c.relname = w.name and a.attname = w.col
                        and a.attnum > 0 and not a.attisdropped)
   order by 1)";

constexpr std::string_view kSeesUpdates = R"(
  select exists (select from pg_catalog.pg_trigger t
                   join pg_catalog.pg_class c on c.oid = t.tgrelid
                   join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                  where n.nspname = :schema::text and c.relname = :table::text
                    and t.tgname = 'steward_capture_update' and t.tgenabled <> 'D') as sees)";

std::vector<engine::Quarantined> quarantined_from(const Rows& rows) {
  std::vector<engine::Quarantined> all;
  for (const auto row : rows) {
    all.push_back({row.text("rule"), row.text("key"),
                   row.boolean("firing") ? engine::Work::firing : engine::Work::judging,
                   row.text("reason"), row.instant("since"),
                   static_cast<int>(row.integer("failures")), row.instant("tried_at"),
                   row.instant("retry_at"), row.optional_instant("recurrence")});
  }
  return all;
}

/// Of the statement, rather than of the database, another transaction or the connection.
bool may_be_its_own(ErrorCode code) {
  return code == ErrorCode::invalid_input || code == ErrorCode::internal ||
         code == ErrorCode::rejected || code == ErrorCode::timed_out;
}

}  // namespace

Result<> PostgresTransaction::attempt(const std::function<void()>& work) {
  session_.execute(kBegin);  // so that what fails from here on has a savepoint to go back to
  try {
    work();
    session_.flush();
  } catch (const StatementFailed& failure) {
    if (!session_.is_connected() || !may_be_its_own(failure.code())) throw;
    session_.discard();
    session_.execute(kUndo);
    session_.post(kEnd);
    return failure.error();
  }
  session_.post(kEnd);
  return {};
}

void PostgresTransaction::expect_quarantined(std::size_t subjects) {
  session_.expect(limited(kSome, subjects));
}

std::vector<engine::Quarantined> PostgresTransaction::quarantined(std::size_t subjects) {
  return quarantined_from(session_.query(limited(kSome, subjects)));
}

std::vector<engine::Quarantined> PostgresTransaction::quarantined(
    const std::string& rule, const std::vector<std::string>& keys) {
  return quarantined_from(session_.query(kOfKeys, {{"rule", rule}, {"keys", keys}}));
}

std::vector<engine::Quarantined> PostgresTransaction::claim_quarantined(Instant now,
                                                                        std::size_t limit) {
  return quarantined_from(session_.query(limited(kClaimSetAside, limit), {{"now", bind(now)}}));
}

void PostgresTransaction::save(const engine::Quarantined& quarantined) {
  session_.post(kSetAside, {{"rule", quarantined.rule},
                            {"key", quarantined.key},
                            {"firing", quarantined.work == engine::Work::firing},
                            {"reason", quarantined.reason},
                            {"since", bind(quarantined.since)},
                            {"failures", static_cast<std::int64_t>(quarantined.failures)},
                            {"tried_at", bind(quarantined.tried_at)},
                            {"retry_at", bind(quarantined.retry_at)},
                            {"recurrence", bind(quarantined.recurrence)}});
}

int PostgresTransaction::remembered_failures(const std::string& rule, engine::Work work,
                                             Instant since) {
  const auto rows = session_.query(
      kRememberedFailures,
      {{"rule", rule}, {"firing", work == engine::Work::firing}, {"since", bind(since)}});
  return rows.empty() ? 0 : static_cast<int>(rows[0].integer("failures"));
}

void PostgresTransaction::release(const engine::Quarantined& quarantined, Instant now) {
  session_.post(kRelease, {{"rule", quarantined.rule},
                           {"key", quarantined.key},
                           {"firing", quarantined.work == engine::Work::firing},
                           {"recurrence", bind(quarantined.recurrence)},
                           {"now", bind(now)}});
  session_.post(kWake, {{"rule", quarantined.rule},
                        {"key", quarantined.key},
                        {"retry_at", bind(quarantined.retry_at)},
                        {"now", bind(now)}});
}

void PostgresTransaction::retry_quarantined(const std::vector<std::string>& rules, Instant now) {
  session_.execute(kWakeAll, {{"now", bind(now)}});
  session_.execute(kForgetOthers, {{"rules", rules}});
  session_.execute(kRetryAll, {{"now", bind(now)}});
  session_.execute(kForgetRecovered);
}

bool PostgresTransaction::sees_updates(const std::string& schema, const std::string& table) {
  return session_.query(kSeesUpdates, {{"schema", schema}, {"table", table}})
      .only()
      .boolean("sees");
}

std::size_t PostgresTransaction::forget_idle_quarantines(Instant now) {
  return static_cast<std::size_t>(session_.execute(kForgetIdle, {{"now", bind(now)}}));
}

void PostgresTransaction::postpone(const std::vector<std::int64_t>& commitments, Instant until) {
  session_.execute(kPostpone, {{"commitments", bind(commitments)}, {"until", bind(until)}});
}

std::vector<std::string> PostgresTransaction::missing(const std::vector<engine::Column>& columns) {
  std::vector<std::string> schemas;
  std::vector<std::string> tables;
  std::vector<std::string> names;
  for (const auto& column : columns) {
    schemas.push_back(column.schema);
    tables.push_back(column.table);
    names.push_back(column.name);
  }
  std::vector<std::string> missing;
  for (const auto row :
       session_.query(kMissing, {{"schemas", schemas}, {"tables", tables}, {"columns", names}})) {
    missing.push_back(row.text("missing"));
  }
  return missing;
}

std::vector<std::string_view> quarantine_statements() {
  return {kSome,
          kOfKeys,
          kClaimSetAside,
          kSetAside,
          kRelease,
          kWake,
          kRememberedFailures,
          kForgetRecovered,
          kSeesUpdates,
          kForgetOthers,
          kWakeAll,
          kRetryAll,
          kForgetIdle,
          kPostpone,
          kMissing};
}

}  // namespace steward::store
