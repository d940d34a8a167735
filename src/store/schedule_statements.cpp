// SPDX-License-Identifier: MIT
// The next recurrence of each rule with a schedule.
#include "store/binds.hpp"
#include "store/postgres_transaction.hpp"

namespace steward::store {
namespace {

constexpr std::string_view kRecurring = R"(
  select rule, at, cursor from steward.recurring order by rule)";

constexpr std::string_view kSaveSchedule = R"(
  insert into steward.recurring (rule, at, cursor)
  values (:rule::text, :at::timestamptz, :cursor::text)
  on conflict (rule) do update set at = excluded.at, cursor = excluded.cursor)";

constexpr std::string_view kRemove = "delete from steward.recurring where rule = :rule::text";

constexpr std::string_view kClaimScheduled = R"(
  select rule, at, cursor from steward.recurring r
   where at <= :now::timestamptz
     and not exists (select from steward.quarantine q
                      where q.rule = r.rule and q.key = '' and not q.firing
                        and q.retry_at > :now::timestamptz)
   order by at, rule limit 1 for update skip locked)";

engine::Recurring recurring_from(const Row& row) {
  return {row.text("rule"), row.instant("at"), row.optional_text("cursor")};
}

}  // namespace

std::vector<engine::Recurring> PostgresTransaction::recurring() {
  std::vector<engine::Recurring> all;
  for (const auto row : session_.query(kRecurring)) all.push_back(recurring_from(row));
  return all;
}

void PostgresTransaction::save(const engine::Recurring& recurring) {
  session_.execute(
      kSaveSchedule,
      {{"rule", recurring.rule}, {"at", bind(recurring.at)}, {"cursor", bind(recurring.cursor)}});
}

void PostgresTransaction::remove_recurring(const std::string& rule) {
  session_.execute(kRemove, {{"rule", rule}});
}

std::optional<engine::Recurring> PostgresTransaction::claim_recurring(Instant now) {
  const auto rows = session_.query(kClaimScheduled, {{"now", bind(now)}});
  if (rows.empty()) return std::nullopt;
  return recurring_from(rows[0]);
}

std::vector<std::string_view> schedule_statements() {
  return {kRecurring, kSaveSchedule, kRemove, kClaimScheduled};
}

}  // namespace steward::store
