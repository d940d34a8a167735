// SPDX-License-Identifier: MIT
#include "steward/store/server_clock.hpp"

#include <algorithm>

#include "store/postgres_transaction.hpp"
#include "store/session.hpp"
#include "store/transact.hpp"

namespace steward::store {
namespace {

constexpr std::string_view kNow = "select clock_timestamp() as now";

Instant now_of(Session& session) {
  return session.query(kNow).only().instant("now");
}

}  // namespace

Result<Instant> ServerClock::now() {
  Instant now;
  const auto asked = ask(pool_, [&now](Session& session) { now = now_of(session); });
  if (!asked) return asked.error();
  return now;
}

Instant PostgresTransaction::by_now(Instant now) {
  return time_ == Time::real ? std::max(now, now_of(session_)) : now;
}

}  // namespace steward::store
