// SPDX-License-Identifier: MIT
#include "steward/store/postgres_store.hpp"

#include "store/postgres_transaction.hpp"
#include "store/transact.hpp"

namespace steward::store {
namespace {

constexpr std::string_view kObserve = "set transaction isolation level repeatable read, read only";

#define STEWARD_CHANGES \
  " exists (select from steward.change) or exists (select from steward.touched) as changes"

#define STEWARD_NEXT_DUE \
  " (select min(next_at) from steward.commitment where next_at is not null) as next_due"

constexpr std::string_view kChanges = "select" STEWARD_CHANGES;
constexpr std::string_view kNextDue = "select" STEWARD_NEXT_DUE;

// Each line is the end of an index.
constexpr std::string_view kGlance = "select clock_timestamp() as now," STEWARD_CHANGES R"(,
         exists (select from steward.activation a
                  where not done
                    and not exists (select from steward.quarantine q
                                     where q.rule = a.rule and q.key = '' and not q.firing
                                       and q.retry_at > clock_timestamp()))
           or exists (select from steward.resync)
           or exists (select from steward.quarantine
                       where (firing or key <> '') and retry_at <= clock_timestamp())
           as activations,
         exists (select from steward.notice where resolved_at is null and not first_day)
           as notices,
         exists (select from steward.notice where resolved_at is null and first_day) as first_day,
         exists (select from steward.quarantine where firing)
           or exists (select from steward.quarantine where key = '') as set_aside,
        )" STEWARD_NEXT_DUE R"(,
         (select min(at) from steward.recurring) as next_recurrence,
         (select min(next_at) from steward.message
           where next_at is not null) as next_message,
         (select max(id) from steward.rule_set) as rule_set)";

#undef STEWARD_CHANGES
#undef STEWARD_NEXT_DUE

}  // namespace

Result<> PostgresStore::transact(const std::function<Result<>(engine::Transaction&)>& work) {
  return store::transact(pool_, [&](Session& session) -> Result<> {
    PostgresTransaction transaction(session, Access::changing, time_);
    return work(transaction);
  });
}

Result<> PostgresStore::observe(const std::function<Result<>(engine::Transaction&)>& work) {
  return store::transact(pool_, [&](Session& session) -> Result<> {
    session.post(kObserve);
    PostgresTransaction transaction(session, Access::observing);
    return work(transaction);
  });
}

Result<engine::Glance> PostgresStore::glance() {
  engine::Glance glance;
  const auto asked = ask(pool_, [&](Session& session) {
    const auto rows = session.query(kGlance);
    const auto row = rows.only();
    glance.now = row.instant("now");
    glance.changes = row.boolean("changes");
    glance.activations = row.boolean("activations");
    glance.notices = row.boolean("notices");
    glance.first_day = row.boolean("first_day");
    glance.set_aside = row.boolean("set_aside");
    glance.next_due = row.optional_instant("next_due");
    glance.next_recurrence = row.optional_instant("next_recurrence");
    glance.next_message = row.optional_instant("next_message");
    glance.rule_set = row.optional_integer("rule_set");
  });
  if (!asked) return asked.error();
  return glance;
}

Result<bool> PostgresStore::changes() {
  bool changes = false;
  const auto asked = ask(pool_, [&](Session& session) {
    changes = session.query(kChanges).only().boolean("changes");
  });
  if (!asked) return asked.error();
  return changes;
}

Result<std::optional<Instant>> PostgresStore::next_due() {
  std::optional<Instant> next;
  const auto asked = ask(pool_, [&](Session& session) {
    next = session.query(kNextDue).only().optional_instant("next_due");
  });
  if (!asked) return asked.error();
  return next;
}

std::vector<std::string_view> glance_statements() {
  return {kGlance, kChanges, kNextDue};
}

}  // namespace steward::store
