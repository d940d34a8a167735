// SPDX-License-Identifier: MIT
#include "steward/store/server_clock.hpp"

#include "store/session.hpp"
#include "store/transact.hpp"

namespace steward::store {

Result<Instant> ServerClock::now() {
  Instant now;
  const auto asked = ask(pool_, [&now](Session& session) {
    now = session
              .query_prepared(
                  "select cast(extract(epoch from clock_timestamp()) * 1000000 as bigint) as now")
              .only()
              .instant("now");
  });
  if (!asked) return asked.error();
  return now;
}

}  // namespace steward::store
