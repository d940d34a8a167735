// SPDX-License-Identifier: MIT
#include "bench/hand_tracking.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "steward/base/reference.hpp"
#include "steward/engine/tracker.hpp"
#include "steward/model/commitment.hpp"

namespace steward::bench {
namespace {

constexpr std::size_t kIdsAtOnce = 10'000;

constexpr const char* kNewIds = R"(
  select steward.id_of(steward.month_of($2::timestamptz), nextval('steward.commitment_id'))
    from generate_series(1, $1::bigint))";

/// A delivery leads to itself, an interaction to what is live of its client. The array makes the
/// planner look once for what is taken: as a join it could look again, and take more.
constexpr const char* kTake = R"(
  with taken as materialized (
    delete from steward.change
     where id = any(array(select id from steward.change order by id limit {}
                             for update skip locked))
    returning entity, changed_at, old, new),
  clients as materialized (
    select (side ->> 'client_id')::bigint as id, min(changed_at) as changed_at
      from taken, lateral (values (old), (new)) v(side)
     where entity = 'interactions' and side is not null
     group by 1),
  touched as (
    select side ->> 'id' as key, changed_at from taken, lateral (values (old), (new)) v(side)
     where entity = 'service_deliveries' and side is not null
    union all
    select c.key, k.changed_at
      from clients k,
           lateral (select c.key from steward.commitment c
                     where c.client = k.id::text and c.rule = 'follow-up'
                       and steward.open_to(c.closed_at, c.stopped) = timestamptz 'infinity'
                    offset 0) c),
  subjects as (select key, min(changed_at) as changed_at from touched group by key)
  select (select count(*) from taken), (select array_agg(key order by key) from subjects),
         (select array_agg(changed_at order by key) from subjects))";

constexpr const char* kCreateSubjects = R"(
  insert into steward.subject (entity, key)
  select 'service_deliveries', key from unnest($1::text[]) as u(key) order by key
  on conflict do nothing)";

/// One by one in key order: a join may choose to read every subject there is.
constexpr const char* kLockSubjects = R"(
  select from (select key from unnest($1::text[]) as u(key) order by key) u
   cross join lateral (
         select from steward.subject s
          where s.entity = 'service_deliveries' and s.key = u.key for update of s) locked)";

/// A later statement, so that it sees what was committed before the locks were had. Each subject's
/// commitment is looked up by itself: no two lists are joined that the planner knows no length of.
constexpr const char* kJudge = R"(
  with judged as materialized (
    select d.id::text as key, d.completed_at as starts, r.stops, p.assignee, p.client,
           c.id as known, c.state, c.starts as known_starts, c.due, u.changed_at,
           row_number() over (partition by c.id is null order by d.id) as place
      from unnest($1::text[], $6::timestamptz[]) as u(key, changed_at)
      join crm.service_deliveries d on d.id = u.key::bigint
     cross join lateral (
           select k.account_manager_id::text as assignee, k.id::text as client, k.tier
             from crm.clients k where k.id = d.client_id) p
     cross join lateral (
           select min(i.occurred_at) as stops from crm.interactions i
            where i.client_id = d.client_id and i.kind = 'follow_up'
              and i.occurred_at >= d.completed_at) r
      left join lateral (
           select c.id, c.state, c.starts, c.due from steward.commitment c
            where c.rule = 'follow-up' and c.key = u.key
            order by steward.number_of(c.id) desc limit 1) c on true
     where p.tier = 'priority' and d.status = 'completed' and d.completed_at is not null),
  opened as (
    insert into steward.commitment
           (id, reference, rule, revision, entity, key, state, historic, recorded_late, starts,
            due, opened_at, assignee, client, within, calendar, next_at)
    select ($2::bigint[])[place], ($3::text[])[place], 'follow-up', $4::text,
           'service_deliveries', key, 'open', false, false, starts,
           starts + interval '48 hours', $5::timestamptz, assignee, client, '48h', 'always',
           starts + interval '24 hours'
      from judged where known is null and stops is null
    returning id, key, starts, due),
  kept as (
    update steward.commitment c
       set state = 'kept', stopped = j.stops, closed_at = $5::timestamptz, next_at = null
      from judged j
     where c.id = j.known and j.state = 'open' and j.starts = j.known_starts and j.stops <= j.due
    returning c.id, c.starts, c.due, c.stopped, j.changed_at),
  ended as (
    insert into steward.outcome (commitment, step, kind, at, acted_at, late)
    select k.id, s.step, 'closed', k.due - s.before, $5::timestamptz, false
      from kept k, (values ('1', interval '24 hours'), ('2', interval '0')) s(step, before)
     where not exists (select from steward.outcome o where o.commitment = k.id and o.step = s.step))
  insert into steward.history (commitment, at, kind, starts, due, stopped, changed_at)
  select o.id, $5::timestamptz, 'opened', o.starts, o.due, null, j.changed_at
    from opened o join judged j on j.key = o.key
  union all
  select id, $5::timestamptz, 'kept', starts, due, stopped, changed_at from kept)";

}  // namespace

HandTracking::HandTracking(const std::string& connection, std::string revision)
    : session_(connection), revision_(std::move(revision)) {
  session_.prepare("ids", kNewIds);
  session_.prepare("take", fmt::format(kTake, engine::Tracker::kBatch).c_str());
  session_.prepare("create", kCreateSubjects);
  session_.prepare("lock", kLockSubjects);
  session_.prepare("judge", kJudge);
}

void HandTracking::stock(std::size_t count, Instant now) {
  if (ids_.size() >= count) return;
  const auto rows = session_.execute("ids", {std::to_string(kIdsAtOnce), to_rfc3339(now)});
  for (int row = 0; row < PQntuples(rows.get()); ++row) {
    ids_.push_back(std::strtoll(PQgetvalue(rows.get(), row, 0), nullptr, 10));
  }
}

std::size_t HandTracking::run_once(Instant now) {
  session_.run("begin");
  const auto taken = session_.execute("take", {});
  const auto consumed = std::strtoull(PQgetvalue(taken.get(), 0, 0), nullptr, 10);
  if (consumed > 0 && PQgetisnull(taken.get(), 0, 1) == 0) {
    const std::string keys = PQgetvalue(taken.get(), 0, 1);
    const std::string changed = PQgetvalue(taken.get(), 0, 2);
    session_.execute("create", {keys});
    session_.execute("lock", {keys});
    // One for each subject, whether or not it needs one: the sequence leaves gaps anyway.
    const auto most = 1 + static_cast<std::size_t>(std::count(keys.begin(), keys.end(), ','));
    stock(most, now);
    const auto end = ids_.begin() + static_cast<std::ptrdiff_t>(most);
    const std::vector<std::int64_t> ids(ids_.begin(), end);
    ids_.erase(ids_.begin(), end);
    session_.execute("judge",
                     {keys, array_of(ids, [](auto id) { return std::to_string(id); }),
                      array_of(ids, [](auto id) { return reference_for(model::number_of(id)); }),
                      revision_, to_rfc3339(now), changed});
  }
  session_.run("commit");
  return consumed;
}

}  // namespace steward::bench
