// SPDX-License-Identifier: MIT
#include "steward/store/clock_jumps.hpp"
#include "store/binds.hpp"
#include "store/postgres_transaction.hpp"
#include "store/transact.hpp"

namespace steward::store {
namespace {

constexpr std::string_view kNoteJump = R"(
  insert into steward.clock_jump (at, jumped_by, noted_by)
  values (:at::timestamptz, :by::bigint * interval '1 microsecond', :noted_by::text))";

// The one that was noted last; after a jump back the earlier ones lie ahead.
constexpr std::string_view kLastJump = R"(
  select at, cast(extract(epoch from jumped_by) * 1000000 as bigint) as jumped_by
    from steward.clock_jump
   where at <= :now::timestamptz and at > :since::timestamptz
   order by id desc limit 1)";

Binds around(Instant now) {
  return {{"now", bind(now)}, {"since", bind(now - kJumpCounts)}};
}

}  // namespace

Result<> note_jump(Pool& pool, const ClockJump& jump, const std::string& by) {
  return transact(pool, [&](Session& session) -> Result<> {
    session.execute(kNoteJump, {{"at", bind(jump.at)}, {"by", jump.by.count()}, {"noted_by", by}});
    return {};
  });
}

void PostgresTransaction::expect_clock_jump(Instant now) {
  session_.expect(kLastJump, around(now));
}

std::optional<ClockJump> PostgresTransaction::last_clock_jump(Instant now) {
  const auto rows = session_.query(kLastJump, around(now));
  if (rows.empty()) return std::nullopt;
  return ClockJump{rows[0].instant("at"), Microseconds(rows[0].integer("jumped_by"))};
}

std::vector<std::string_view> clock_statements() {
  return {kNoteJump, kLastJump};
}

}  // namespace steward::store
