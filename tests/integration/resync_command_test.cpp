// SPDX-License-Identifier: MIT
// `steward resync`: what changed while nobody saw it is looked at again, and put right.
#include <gmock/gmock.h>

#include "support/skyport.hpp"
#include "support/steward_command.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

using testing::HasSubstr;

class ResyncByCommand : public testing::Test {
 protected:
  ResyncByCommand() {
    world.run(kSkyport);
    world.run(completed_service(42, "2026-11-22T15:00:00Z"));
    world.run(completed_service(43, "2026-11-22T15:00:00Z"));
    world.settle();
    unseen(completed_service(44, "2026-11-22T15:00:00Z"));
    unseen("update crm.service_deliveries set status = 'cancelled' where id = 42");
    unseen("delete from crm.service_deliveries where id = 43");
    world.settle();
  }

  /// As a restore does it, or whoever turns triggers off.
  void unseen(const std::string& sql) {
    world.run("alter table crm.service_deliveries disable trigger all; " + sql +
              "; alter table crm.service_deliveries enable always trigger steward_capture_insert, "
              "enable always trigger steward_capture_update, enable always trigger "
              "steward_capture_delete, enable always trigger steward_capture_truncate");
  }
  std::string promise(const std::string& key) { return world.commitment(kFollowUp, key); }
  std::string of_activation(const std::string& columns) {
    return world.database().value("select concat_ws(' ', " + columns +
                                  ") from steward.activation where rule = 'priority-follow-up'");
  }

  World world{at("2026-11-22T15:00:00Z")};
  StewardCommand steward{world.database().connection()};
};

TEST_F(ResyncByCommand, OfOneRuleRepairsItAlone) {
  ASSERT_EQ(promise("44"), "none");
  const auto asked = steward.run("resync priority-follow-up");
  EXPECT_EQ(asked.errors, "");
  EXPECT_EQ(asked.output,
            "Looking at all records of 1 rule again: 'steward status' shows how far.\n");
  EXPECT_EQ(asked.exit_code, 0);
  EXPECT_EQ(of_activation("done, seen, resync"), "f 0 asked for");
  EXPECT_EQ(world.database().value("select count(*) from steward.activation where not done"), "1");

  world.settle();
  EXPECT_EQ(promise("42"), "cancelled due 2026-11-24T15:00:00");
  EXPECT_EQ(promise("43"), "cancelled due 2026-11-24T15:00:00");
  EXPECT_EQ(promise("44"), "open due 2026-11-24T15:00:00");
  EXPECT_EQ(of_activation("done, repaired, resync"), "t 3 asked for");
}

TEST_F(ResyncByCommand, WithoutARuleIsOfThemAll) {
  const auto asked = steward.run("resync");
  EXPECT_EQ(asked.output,
            "Looking at all records of 7 rules again: 'steward status' shows how far.\n");
  EXPECT_EQ(asked.exit_code, 0);
  const auto again = steward.run("resync");
  EXPECT_EQ(again.output, "They are at it already: 'steward status' shows how far.\n");
  EXPECT_EQ(again.exit_code, 0);

  world.settle();
  EXPECT_EQ(promise("44"), "open due 2026-11-24T15:00:00");
  EXPECT_EQ(world.commitment("account-update-after-service", "44"), "kept due 2026-11-23T15:00:00");
  EXPECT_EQ(world.database().value("select count(*) from steward.activation where not done"), "0");
}

TEST_F(ResyncByCommand, OfARuleThatIsNotThereIsRefusedWhole) {
  const auto refused = steward.run("resync priority-follow-up no-such-rule");
  EXPECT_EQ(refused.errors, "steward: there is no rule 'no-such-rule' in force\n");
  EXPECT_EQ(refused.output, "");
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_EQ(of_activation("done, resync"), "t ");
}

TEST(ResyncBeforeItsSchema, SaysWhatIsToBeDone) {
  TestDatabase database;
  const StewardCommand steward(database.connection());
  const auto refused = steward.run("resync");
  EXPECT_EQ(refused.errors,
            "steward: the database lacks steward's schema, or an older version made it: run "
            "'steward db migrate'\n");
  EXPECT_EQ(refused.exit_code, 2);
}

}  // namespace
}  // namespace steward::test
