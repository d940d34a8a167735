// SPDX-License-Identifier: MIT
#include "steward/store/daemons.hpp"
#include "store/binds.hpp"
#include "store/postgres_transaction.hpp"
#include "store/transact.hpp"

namespace steward::store {
namespace {

constexpr std::string_view kBeat = R"(
  insert into steward.daemon
         (id, host, pid, version, rule_set, state, note, delivery, started_at, seen_at,
          detection_lag, firing_lag, clock_ahead)
  values (:id::text, :host::text, :pid::integer, :version::text, :rule_set::text, :state::text,
          :note::text, :delivery::text, :started_at::timestamptz,
          :now::timestamptz, :detection_lag::bigint * interval '1 microsecond',
          :firing_lag::bigint * interval '1 microsecond',
          :clock_ahead::bigint * interval '1 microsecond')
  on conflict (id) do update
     set rule_set = excluded.rule_set, state = excluded.state, note = excluded.note,
         seen_at = excluded.seen_at, detection_lag = excluded.detection_lag,
         firing_lag = excluded.firing_lag, clock_ahead = excluded.clock_ahead)";

constexpr std::string_view kForget = R"(
  delete from steward.daemon where seen_at < :before::timestamptz)";

constexpr std::string_view kSurroundings = R"(
  select coalesce(f.digest, '') as in_force, coalesce(f.loaded_by, '') as loaded_by,
         d.versions, d.rule_sets
    from (select count(distinct version) as versions,
                 count(distinct rule_set) filter (where state = 'running') as rule_sets
            from steward.daemon
           where state <> 'stopped' and seen_at >= :alive_since::timestamptz) d
    left join lateral (select digest, loaded_by from steward.rule_set
                        order by id desc limit 1) f on true)";

constexpr std::string_view kWithheld = R"(
  select count(*) as count from steward.message
   where state = 'withheld' and created_at >= :since::timestamptz)";

}  // namespace

Result<Surroundings> beat(Pool& pool, const DaemonState& daemon, Instant now) {
  Surroundings surroundings;
  // But for the first times both go, and are committed, at once.
  const auto done = ask(pool, [&](Session& session) {
    session.post(kBeat, {{"id", daemon.id},
                         {"host", daemon.host},
                         {"pid", static_cast<std::int64_t>(daemon.pid)},
                         {"version", daemon.version},
                         {"rule_set", daemon.rule_set},
                         {"state", daemon.state},
                         {"note", daemon.note},
                         {"delivery", daemon.delivery},
                         {"detection_lag", daemon.detection_lag.count()},
                         {"firing_lag", daemon.firing_lag.count()},
                         {"clock_ahead", daemon.clock_ahead.count()},
                         {"started_at", bind(daemon.started_at)},
                         {"now", bind(now)}});
    const auto rows = session.query(kSurroundings, {{"alive_since", bind(now - kLost)}});
    const auto row = rows.only();
    surroundings = {row.text("in_force"), row.text("loaded_by"), row.integer("versions"),
                    row.integer("rule_sets")};
  });
  if (!done) return done.error();
  return surroundings;
}

Result<> forget_daemons(Pool& pool, Instant now) {
  return transact(pool, [&](Session& session) -> Result<> {
    session.execute(kForget, {{"before", bind(now - kDaemonsRemembered)}});
    return {};
  });
}

Result<std::int64_t> withheld_since(Pool& pool, Instant since) {
  std::int64_t count = 0;
  const auto done = transact_read_only(pool, [&](Session& session) -> Result<> {
    count = session.query(kWithheld, {{"since", bind(since)}}).only().integer("count");
    return {};
  });
  if (!done) return done.error();
  return count;
}

std::vector<std::string_view> daemon_statements() {
  return {kBeat, kForget, kSurroundings, kWithheld};
}

}  // namespace steward::store
