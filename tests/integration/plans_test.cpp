// SPDX-License-Identifier: MIT
// What the engine asks at every instant is planned once: a plan takes longer than what it is for.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "steward/engine/firing.hpp"
#include "steward/store/database.hpp"
#include "store/session.hpp"
#include "support/skyport.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

/// PostgreSQL tries plans of its own for the first five runs of a statement.
constexpr int kTried = 5;
constexpr int kDeliveries = 12;

struct Planned {
  std::vector<std::string> once;   ///< statements
  std::vector<std::string> again;  ///< at each run
};

/// What the server says of the statements that the pool's session has prepared.
Planned planned(store::Pool& pool) {
  Planned planned;
  const auto lease = pool.lease();
  for (const auto row :
       lease->session().query("select regexp_replace(statement, '\\s+', ' ', 'g') as statement, "
                              "custom_plans > :tried::bigint as again, generic_plans > 0 as once "
                              "from pg_prepared_statements order by 1",
                              {{"tried", std::int64_t{kTried}}})) {
    if (row.boolean("once")) planned.once.push_back(row.text("statement"));
    if (row.boolean("again")) planned.again.push_back(row.text("statement"));
  }
  return planned;
}

TEST(Plans, Of_a_firing_are_made_once) {
  World world(at("2026-11-22T15:00:00Z"));
  world.run(kSkyport);
  for (int i = 0; i < kDeliveries; ++i) {
    world.run(completed_service(42 + i, fmt::format("2026-11-22T15:{:02}:00Z", i)));
  }
  world.sleep_until(at("2026-11-22T15:30:00Z"));
  world.settle();

  store::Pool pool(store::complete_connection(world.database().connection()).value(), 1);
  store::PostgresStore store(pool);
  engine::Firing firing(store);
  for (int i = 0; i < kDeliveries; ++i) {
    const auto due = at(fmt::format("2026-11-24T15:{:02}:00Z", i));
    EXPECT_EQ(firing.run_once(world.rules(), due).value(), i == 0 ? 12U : 1U);
  }
  const auto plans = planned(pool);
  EXPECT_THAT(plans.again, testing::IsEmpty());
  for (const auto* asked :
       {"from steward.commitment", "join lateral (select * from steward.outcome",
        "join lateral (select * from steward.escalation", "from \"crm\".\"service_deliveries\"",
        "update steward.commitment", "insert into steward.notice"}) {
    EXPECT_THAT(plans.once, testing::Contains(testing::HasSubstr(asked)));
  }
}

}  // namespace
}  // namespace steward::test
