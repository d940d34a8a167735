// SPDX-License-Identifier: MIT
#include "steward/store/migrate.hpp"

#include <optional>

#include "steward/base/digest.hpp"
#include "store/migration.hpp"
#include "store/session.hpp"
#include "store/transact.hpp"

namespace steward::store {
namespace {

// Any number will do, as long as all versions of the program use the same one.
constexpr std::string_view kLock = "select pg_advisory_xact_lock(7235406111840913)";

// A migration may rewrite a large table, and another program's may have to be waited for.
constexpr std::string_view kNoLimits =
    "select set_config('statement_timeout', '0', true), set_config('lock_timeout', '0', true), "
    "set_config('idle_in_transaction_session_timeout', '0', true)";

constexpr std::string_view kHasSchema =
    "select to_regclass('steward.migration') is not null as found";

constexpr const char* kCreateSchema =
    "create schema if not exists steward;"
    "comment on schema steward is 'The state of the steward daemon.';"
    "create table steward.migration ("
    "  name       text primary key,"
    "  checksum   text not null,"
    "  applied_at timestamptz not null default clock_timestamp()"
    ");"
    "comment on table steward.migration is 'The versions of this schema that were applied.';";

constexpr std::string_view kApplied =
    "select name, checksum from steward.migration order by name collate \"C\"";

constexpr std::string_view kRemember =
    "insert into steward.migration (name, checksum) values (:name, :checksum)";

bool has_schema(Session& session) {
  return session.query(kHasSchema).only().boolean("found");
}

Result<std::vector<Migration>> read_pending(Session& session, const std::vector<Migration>& known) {
  std::vector<AppliedMigration> applied;
  for (const Row row : session.query(kApplied)) {
    applied.push_back({row.text("name"), row.text("checksum")});
  }
  return pending(known, applied);
}

void apply(Session& session, const Migration& migration) {
  try {
    session.run_script(migration.sql);
  } catch (const StatementFailed& failure) {
    throw StatementFailed(failure.code(), failure.sqlstate(),
                          "migration " + migration.name + " failed: " + failure.what());
  }
  session.execute(kRemember, {{"name", migration.name}, {"checksum", sha256(migration.sql)}});
}

// Applies the first pending migration and answers its name; nothing when all are applied. Another
// program may have applied it while this one waited for the lock, so each time asks anew.
Result<std::optional<std::string>> apply_next(Pool& pool, const std::vector<Migration>& known) {
  std::optional<std::string> name;
  const Result<> done = transact(pool, [&](Session& session) -> Result<> {
    session.query(kNoLimits);
    session.query(kLock);
    if (!has_schema(session)) session.run_script(kCreateSchema);
    Result<std::vector<Migration>> missing = read_pending(session, known);
    if (!missing) return missing.error();
    if (missing->empty()) return {};
    apply(session, missing->front());
    name = missing->front().name;
    return {};
  });
  if (!done) return done.error();
  return name;
}

}  // namespace

Result<std::vector<Migration>> pending(const std::vector<Migration>& known,
                                       const std::vector<AppliedMigration>& applied) {
  for (std::size_t i = 0; i < applied.size(); ++i) {
    const std::string& name = applied[i].name;
    if (i == known.size()) {
      return Error(ErrorCode::rejected,
                   "the schema 'steward' is newer than this program: it has migration " + name +
                       ", this program knows migrations up to " +
                       (known.empty() ? "none" : known.back().name) +
                       "; run a newer version of steward");
    }
    if (name != known[i].name) {
      return Error(ErrorCode::rejected, "the schema 'steward' has migration " + name +
                                            " where this program has " + known[i].name +
                                            "; it was made by another version of steward");
    }
    if (applied[i].checksum != sha256(known[i].sql)) {
      return Error(ErrorCode::rejected,
                   "migration " + name +
                       " was applied to the schema 'steward' with another text than this program "
                       "has; it was made by another version of steward");
    }
  }
  return std::vector<Migration>(known.begin() + static_cast<std::ptrdiff_t>(applied.size()),
                                known.end());
}

Result<std::vector<std::string>> migrate(Pool& pool, const std::vector<Migration>& known) {
  std::vector<std::string> names;
  while (true) {
    Result<std::optional<std::string>> name = apply_next(pool, known);
    if (!name) return name.error();
    if (!*name) return names;
    names.push_back(**name);
  }
}

Result<std::vector<std::string>> pending_migrations(Pool& pool,
                                                    const std::vector<Migration>& known) {
  std::vector<std::string> names;
  const Result<> done = transact_read_only(pool, [&](Session& session) -> Result<> {
    Result<std::vector<Migration>> missing =
        has_schema(session) ? read_pending(session, known) : pending(known, {});
    if (!missing) return missing.error();
    for (const Migration& migration : *missing) names.push_back(migration.name);
    return {};
  });
  if (!done) return done.error();
  return names;
}

Result<std::vector<std::string>> migrate(Pool& pool) {
  return migrate(pool, embedded_migrations());
}

Result<std::vector<std::string>> pending_migrations(Pool& pool) {
  return pending_migrations(pool, embedded_migrations());
}

}  // namespace steward::store
