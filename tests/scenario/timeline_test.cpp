// SPDX-License-Identifier: MIT
// What is noted of a promise, one line after the other, as steward noticed it.
#include <gmock/gmock.h>

#include "scenario/one_service.hpp"

namespace steward::test {
namespace {

using std::chrono::hours;
using testing::ElementsAre;

class Timeline : public OneService {
 protected:
  /// Each line of the follow-up's, with when it was noticed: "22 15:00 opened".
  std::vector<std::string> lines() {
    std::vector<std::string> lines;
    for (const auto& row : world.database().rows(
             "select to_char(h.at at time zone 'UTC', 'DD HH24:MI ') || h.kind from "
             "steward.history h join steward.commitment c on c.id = h.commitment where c.rule = "
             "'priority-follow-up' order by h.id")) {
      lines.push_back(row.front());
    }
    return lines;
  }
};

TEST_F(Timeline, OfAPromiseThatIsKept) {
  change("update crm.clients set account_manager_id = 2 where id = 1");
  change("update crm.service_deliveries set completed_at = '2026-11-22T14:00:00Z' where id = 42");
  change(follow_up("2026-11-22T17:30:00Z"));
  change("update crm.interactions set occurred_at = '2026-11-22T17:00:00Z'");
  change("delete from crm.interactions");
  change("update crm.service_deliveries set status = 'cancelled' where id = 42");
  change("update crm.service_deliveries set status = 'completed' where id = 42");
  EXPECT_THAT(lines(), ElementsAre("22 15:00 opened", "22 16:00 reassigned", "22 17:00 moved",
                                   "22 18:00 kept", "22 19:00 corrected", "22 20:00 reopened",
                                   "22 21:00 cancelled", "22 22:00 reopened"));
}

TEST_F(Timeline, OfAPromiseThatIsBroken) {
  world.advance_to(at("2026-11-24T15:00:00Z"));
  change(follow_up("2026-11-24T15:30:00Z"));
  change("delete from crm.interactions");
  change(follow_up("2026-11-24T14:00:00Z"));
  EXPECT_THAT(lines(), ElementsAre("22 15:00 opened", "24 15:00 breached", "24 16:00 kept late",
                                   "24 17:00 reopened", "24 18:00 recorded late"));
}

TEST_F(Timeline, IsInTheOrderOfNoticingThoughTheClockWasSetBack) {
  world.advance_to(at("2026-11-24T15:00:00Z"));
  world.jump_by(-hours(1));
  change(follow_up("2026-11-24T13:00:00Z"));
  EXPECT_THAT(lines(),
              ElementsAre("22 15:00 opened", "24 15:00 breached", "24 15:00 recorded late"));
}

}  // namespace
}  // namespace steward::test
