// SPDX-License-Identifier: MIT
#include "steward/store/server_clock.hpp"

#include "store/session.hpp"
#include "store/transact.hpp"

namespace steward::store {

Result<Instant> ServerClock::now() {
  Instant now;
  const Result<> asked = transact(pool_, [&now](Session& session) -> Result<> {
    now =
        session
            .query("select cast(extract(epoch from clock_timestamp()) * 1000000 as bigint) as now")
            .only()
            .instant("now");
    return {};
  });
  if (!asked) return asked.error();
  return now;
}

}  // namespace steward::store
