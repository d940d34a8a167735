// SPDX-License-Identifier: MIT
#include "bench/hand_firing.hpp"

#include <fmt/format.h>

#include "steward/engine/firing.hpp"

namespace steward::bench {
namespace {

/// In the order of dues, with the lock that makes one writer of every subject.
constexpr const char* kClaim = R"(
  select c.id
    from steward.commitment c join steward.subject s on s.entity = c.entity and s.key = c.key
   where c.next_at <= $1::timestamptz
   order by c.next_at limit {}
     for update of s skip locked)";

/// A later statement, so that it sees what was committed before the locks were had.
constexpr const char* kFire = R"(
  with judged as materialized (
    select c.id, c.key, c.reference, c.rule, c.revision, c.entity, c.client, c.assignee,
           c.starts, c.due, c.within, c.calendar, c.next_at >= c.due as breaks, c.next_at as at,
           k.tier, d.status, d.completed_at
      from steward.commitment c
     cross join lateral (
           select d.status, d.completed_at, d.client_id from crm.service_deliveries d
            where d.id = c.key::bigint) d
     cross join lateral (
           select k.tier, k.account_manager_id from crm.clients k where k.id = d.client_id) k
     where c.id = any($1::bigint[]) and c.next_at <= $2::timestamptz
       and k.tier = 'priority' and d.status = 'completed' and d.completed_at = c.starts
       and k.account_manager_id::text = c.assignee and d.client_id::text = c.client
       and (select min(i.occurred_at) from crm.interactions i
             where i.client_id = d.client_id and i.kind = 'follow_up'
               and i.occurred_at >= d.completed_at) is null),
  numbers as (
    insert into steward.breach_number (year, last)
    select 2031, count(*) from judged where breaks having count(*) > 0
    on conflict (year) do update set last = breach_number.last + excluded.last
    returning last),
  acting as materialized (
    select j.*, case when breaks then 'B-2031-' ||
                     to_char((select last from numbers) + 1
                             - row_number() over (partition by breaks order by due desc, id desc),
                             'FM99900000') end as breach
      from judged j),
  saved as (
    update steward.commitment c
       set state = case when j.breaks then 'breached' else 'open' end,
           breached_at = case when j.breaks then $2::timestamptz end, breach = j.breach,
           next_at = case when not j.breaks then j.due end
      from acting j
     where c.id = j.id),
  told as (
    insert into steward.history (commitment, at, kind, starts, due)
    select id, $2::timestamptz, 'breached', starts, due from acting where breaks),
  ended as (
    insert into steward.outcome (commitment, step, kind, at, acted_at, late)
    select id, case when breaks then '2' else '1' end, 'acted', at, $2::timestamptz,
           $2::timestamptz - at > interval '1 minute' from acting),
  entered as (
    insert into steward.ledger (breach, kind, commitment, at, noticed_at, body)
    select j.breach, 'breached', j.id, j.due, $2::timestamptz,
           jsonb_build_object(
             'rule', j.rule,
             'title', 'Priority clients hear from us within 48 hours of a service',
             'source', 'FBO procedure 07, Success Metrics', 'owner', 'marketing-leader',
             'revision', j.revision, 'reference', j.reference, 'subject', j.entity || '/' || j.key,
             'client', j.client, 'assignee', j.assignee,
             'starts', pg_temp.rfc3339(j.starts), 'within', j.within, 'calendar', j.calendar,
             'due', pg_temp.rfc3339(j.due),
             'noticed_after_seconds', trim_scale(extract(epoch from $2::timestamptz - j.due)),
             'detail', 'not kept by its due')
      from acting j where j.breaks),
  kept as (
    insert into steward.fact (commitment, noticed_at, facts)
    select id, $2::timestamptz,
           jsonb_build_object('client.tier', tier, 'status', status,
                              'completed_at', pg_temp.rfc3339(completed_at))
      from acting where breaks),
  late as (
    insert into steward.lateness (commitment, breach, due, changed_at, known_at, noticed_at)
    select j.id, j.breach, j.due, h.changed_at,
           case when h.changed_at is not null then h.at + h.took end,
           $2::timestamptz + (clock_timestamp() - transaction_timestamp())
      from acting j
     cross join lateral (
           select changed_at, at, took from steward.history
            where commitment = j.id and due = j.due and kind = 'opened'
            order by at desc limit 1) h
     where j.breaks)
  insert into steward.notice
         (commitment, step, purpose, level, chain, recipients, channels, urgency, template, at,
          created_at, late, shadow)
  select id, case when breaks then '2' else '1' end,
         case when breaks then 'breach' else 'reminder' end, 0, '',
         case when breaks then '{assignee,role:client-service-leader}'::text[]
              else '{assignee}' end,
         case when breaks then '{email,sms}'::text[] else '{email}' end,
         case when breaks then 'urgent' else 'normal' end,
         case when breaks then 'follow-up-late' else 'follow-up-due-soon' end, at,
         $2::timestamptz, $2::timestamptz - at > interval '1 minute', false
    from acting)";

/// `to_rfc3339` as an expression that the planner puts in its place.
constexpr const char* kRfc3339 = R"(
  create or replace function pg_temp.rfc3339(at timestamptz) returns text language sql stable
  return to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')
         || rtrim(rtrim(to_char(at at time zone 'UTC', '.US'), '0'), '.') || 'Z')";

}  // namespace

HandFiring::HandFiring(const std::string& connection) : session_(connection) {
  session_.run(kRfc3339);
  session_.prepare("claim", fmt::format(kClaim, engine::Firing::kBatch).c_str());
  session_.prepare("fire", kFire);
}

std::size_t HandFiring::run_once(Instant now) {
  const auto at = to_rfc3339(now);
  session_.run("begin");
  const auto claimed = session_.execute("claim", {at});
  const int count = PQntuples(claimed.get());
  std::string ids = "{";
  for (int row = 0; row < count; ++row) {
    if (row > 0) ids += ',';
    ids += PQgetvalue(claimed.get(), row, 0);
  }
  if (count > 0) session_.execute("fire", {ids + "}", at});
  session_.run("commit");
  return static_cast<std::size_t>(count);
}

}  // namespace steward::bench
