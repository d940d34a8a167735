// SPDX-License-Identifier: MIT
// An edited rule: what is open keeps its due and steps, what is new gets the new ones.
#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "support/skyport.hpp"
#include "support/temporary_folder.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// The shipped rules in a folder of the test's own, to be edited.
class Reload : public testing::Test {
 protected:
  Reload() : files(WorldFiles::reference()) {
    std::filesystem::copy(files.rules.rules.front(), folder.path(),
                          std::filesystem::copy_options::recursive);
    files.rules.rules = {folder.path()};
    world = std::make_unique<World>(at("2026-11-22T15:00:00Z"), files);
    world->run(kSkyport);
    add_delivery(42, "2026-11-22T15:00:00Z");
    world->settle();
  }

  void add_delivery(int id, const std::string& completed_at) {
    world->run(
        "insert into crm.service_deliveries (id, client_id, service_type, completed_at, status, "
        "account_updated_at) overriding system value values (" +
        std::to_string(id) + ", 1, 'fuel', '" + completed_at + "', 'completed', '" + completed_at +
        "')");
  }

  void edit(const std::string& file, const std::string& from, const std::string& to) {
    std::stringstream read;
    read << std::ifstream(folder.path() / file).rdbuf();
    auto text = read.str();
    const auto found = text.find(from);
    ASSERT_NE(found, std::string::npos) << from;
    text.replace(found, from.size(), to);
    std::ofstream(folder.path() / file) << text;
  }

  TemporaryFolder folder;
  WorldFiles files;
  std::unique_ptr<World> world;
};

TEST_F(Reload, OpenPromisesKeepTheirDueAndStepsAndNewOnesGetTheNew) {
  edit("follow-up.yaml", "within: 48h", "within: 36h");
  edit("follow-up.yaml", "at: due - 24h", "at: due - 30h");
  world->reload(files.rules);
  add_delivery(43, "2026-11-22T15:00:00Z");
  world->settle();
  EXPECT_EQ(world->commitment("priority-follow-up", "42"), "open due 2026-11-24T15:00:00");
  EXPECT_EQ(world->commitment("priority-follow-up", "43"), "open due 2026-11-24T03:00:00");
  world->advance_to(at("2026-11-22T21:00:00Z"));  // 30 h before the new due
  EXPECT_THAT(world->messages(), ElementsAre(HasSubstr("by Mon 23 Nov, 22:00 EST")));
  world->advance_to(at("2026-11-23T15:00:00Z"));  // 24 h before the old one
  EXPECT_THAT(world->messages(), ElementsAre(HasSubstr("by Tue 24 Nov, 10:00 EST")));
  EXPECT_EQ(world->database().value("select count(*) || ' ' || count(distinct digest) from "
                                    "steward.revision where rule = 'priority-follow-up'"),
            "2 2");
}

TEST_F(Reload, ConditionsAreAlwaysTheLiveRevisions) {
  edit("follow-up.yaml", "client.tier == \"priority\"", "client.tier == \"standard\"");
  world->reload(files.rules);
  world->settle();
  EXPECT_EQ(world->commitment("priority-follow-up", "42"), "cancelled due 2026-11-24T15:00:00");
}

TEST_F(Reload, ARemovedRuleCancelsAndOneThatReturnsAsksAgain) {
  std::filesystem::rename(folder.path() / "follow-up.yaml", folder.path() / "follow-up.off");
  world->reload(files.rules);
  world->settle();
  EXPECT_EQ(world->commitment("priority-follow-up", "42"), "cancelled due 2026-11-24T15:00:00");
  world->advance_to(at("2026-11-23T16:00:00Z"));
  EXPECT_THAT(world->messages(), IsEmpty());
  std::filesystem::rename(folder.path() / "follow-up.off", folder.path() / "follow-up.yaml");
  world->reload(files.rules);
  world->settle();
  EXPECT_EQ(world->commitment("priority-follow-up", "42"), "open due 2026-11-24T15:00:00");
}

TEST_F(Reload, ARuleInShadowDecidesEverythingAndSendsNothing) {
  edit("follow-up.yaml", "    owner: marketing-leader\n",
       "    owner: marketing-leader\n    mode: shadow\n");
  world->reload(files.rules);
  world->advance_to(at("2026-11-23T15:00:00Z"));
  EXPECT_THAT(world->messages(), IsEmpty());
  EXPECT_EQ(world->database().value("select state || ' ' || reason from steward.task"),
            "suppressed rule in shadow");
}

}  // namespace
}  // namespace steward::test
