// SPDX-License-Identifier: MIT
// A rule that fails again and again is left alone for longer each time, though it succeeds between.
#include <gmock/gmock.h>

#include "steward/engine/activator.hpp"
#include "support/must.hpp"
#include "support/rule_folder.hpp"
#include "support/skyport.hpp"

namespace steward::test {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kCompleted = "2026-11-22T15:00:00Z";

class RememberedFailures : public testing::Test {
 protected:
  RememberedFailures() {
    world.run(kSkyport);
    world.run(
        "create table crm.fussy (key text); "
        "create function crm.fuss() returns trigger language plpgsql as $$ begin if new.rule = "
        "'priority-follow-up' and exists (select from crm.fussy f where f.key = new.key) then "
        "raise exception 'out of all bounds' using errcode = '57014'; end if; return new; end $$; "
        "create trigger fuss before insert on steward.commitment for each row execute function "
        "crm.fuss()");
    world.settle();
  }

  void deliver(int id) { world.run(completed_service(id, kCompleted)); }
  /// A promise that cannot be made, for its statement takes too long.
  void fail(int id) {
    world.run("insert into crm.fussy values ('" + std::to_string(id) + "')");
    deliver(id);
    world.settle();
  }
  /// Answers when its rule was set aside no more.
  Instant mend() {
    world.run("delete from crm.fussy");
    for (int tries = 0; tries < 700 && !set_aside().empty(); ++tries) world.advance(seconds(1));
    return world.now();
  }
  /// "rule failures, pause" of what is set aside.
  std::vector<std::string> set_aside() {
    std::vector<std::string> lines;
    for (const auto& row : world.database().rows(
             "select concat_ws(' ', rule, nullif(key, ''), failures) || ', ' || retry_at - "
             "tried_at from steward.quarantine order by 1")) {
      lines.push_back(row.front());
    }
    return lines;
  }

  World world{at(kCompleted)};
};

TEST_F(RememberedFailures, OfARuleThatWasReleasedCountForAnHour) {
  fail(43);
  EXPECT_THAT(set_aside(), ElementsAre("priority-follow-up 1, 00:00:10"));
  EXPECT_EQ(mend(), at("2026-11-22T15:00:10Z"));
  EXPECT_EQ(world.commitment(kFollowUp, "43"), "open due 2026-11-24T15:00:00");

  world.advance_to(at("2026-11-22T15:10:00Z"));
  fail(44);
  EXPECT_THAT(set_aside(), ElementsAre("priority-follow-up 2, 00:00:20"));
  EXPECT_EQ(mend(), at("2026-11-22T15:10:20Z"));

  world.advance_to(at("2026-11-22T16:10:20Z"));
  fail(45);
  EXPECT_THAT(set_aside(), ElementsAre("priority-follow-up 3, 00:00:40"));
  EXPECT_EQ(mend(), at("2026-11-22T16:11:00Z"));

  world.advance_to(at("2026-11-22T17:11:01Z"));
  fail(46);
  EXPECT_THAT(set_aside(), ElementsAre("priority-follow-up 1, 00:00:10"));
}

TEST_F(RememberedFailures, AreForgottenWhenTheRulesAreEdited) {
  fail(43);
  mend();
  EXPECT_EQ(world.database().value("select count(*) from steward.recovered"), "1");
  RuleFolder folder;
  folder.remove("rules/critical-enquiry.yaml");
  world.reload(folder.files().rules);
  EXPECT_EQ(world.database().value("select count(*) from steward.recovered"), "0");
}

/// Its records are looked at in two pages, and the one that cannot be judged is on the second.
class FailingLastPage : public RememberedFailures {
 protected:
  FailingLastPage() {
    world.run(
        "insert into crm.service_deliveries (id, client_id, service_type, completed_at, status, "
        "account_updated_at) overriding system value select 10000 + n, 1, 'fuel', '" +
        std::string(kCompleted) + "', 'completed', '" + kCompleted + "' from generate_series(1, " +
        std::to_string(engine::Activator::kPage + 1) + ") n");
    world.settle();
    fail(20000);
  }

  void look_at_a_page() {
    must(engine::Activator(world.store()).run_once(world.rules(), world.now()), "activating");
  }
};

TEST_F(FailingLastPage, IsNotForgivenForTheFirst) {
  EXPECT_THAT(set_aside(), ElementsAre("priority-follow-up 1, 00:00:10"));
  world.advance(seconds(10));
  EXPECT_THAT(set_aside(), ElementsAre("priority-follow-up 2, 00:00:20"));
  world.advance(seconds(20));
  EXPECT_THAT(set_aside(), ElementsAre("priority-follow-up 3, 00:00:40"));
  EXPECT_EQ(world.database().value("select since from steward.quarantine"),
            world.database().value("select '" + std::string(kCompleted) + "'::timestamptz"));
}

TEST_F(FailingLastPage, IsJudgedBeforeTheRuleIsReleased) {
  world.run("delete from crm.fussy");
  world.sleep_until(world.now() + seconds(10));
  look_at_a_page();
  EXPECT_EQ(world.database().value("select seen from steward.activation where rule = "
                                   "'priority-follow-up' and not done"),
            std::to_string(engine::Activator::kPage));
  EXPECT_THAT(set_aside(), ElementsAre("priority-follow-up 1, 00:00:10"));
  world.settle();
  EXPECT_THAT(set_aside(), IsEmpty());
  EXPECT_EQ(world.commitment(kFollowUp, "20000"), "open due 2026-11-24T15:00:00");
}

}  // namespace
}  // namespace steward::test
