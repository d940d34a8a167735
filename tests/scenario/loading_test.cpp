// SPDX-License-Identifier: MIT
// What becomes of an edit: it comes into force, waits for a person, or is refused, and who hears.
#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "steward/engine/rule_sets.hpp"
#include "support/skyport.hpp"
#include "support/temporary_folder.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

using model::LoadOutcome;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// The shipped rules in a folder of the test's own, with one open promise.
class Loading : public testing::Test {
 protected:
  Loading() : files(WorldFiles::reference()) {
    std::filesystem::copy(files.rules.rules.front(), folder.path(),
                          std::filesystem::copy_options::recursive);
    files.rules.rules = {folder.path()};
    files.rules.root = folder.path();
    world = std::make_unique<World>(at("2026-11-22T15:00:00Z"), files);
    world->run(kSkyport);
    world->run(
        "insert into crm.service_deliveries (id, client_id, service_type, completed_at, status, "
        "account_updated_at) overriding system value values "
        "(42, 1, 'fuel', '2026-11-22T15:00:00Z', 'completed', '2026-11-22T15:00:00Z')");
    world->settle();
    world->offer(files.rules);  // they are in force: this is how they are known to have been read
    world->loading().admins = {{model::RecipientKind::address, "admin@skyport.example"}};
  }

  void edit(const std::string& from, const std::string& to) {
    std::stringstream read;
    read << std::ifstream(folder.path() / kFile).rdbuf();
    auto text = read.str();
    const auto found = text.find(from);
    ASSERT_NE(found, std::string::npos) << from;
    text.replace(found, from.size(), to);
    std::ofstream(folder.path() / kFile) << text;
  }

  std::string in_force() { return *engine::in_force(world->store()); }
  /// By which every daemon sees at a glance that other rules are in force.
  std::int64_t number_in_force() { return world->store().glance().value().rule_set.value(); }
  /// Whether files of the digest that is on disk would be taken for an edit on a host.
  bool is_edit(const std::string& host) {
    Problems problems;
    const auto digest = rules::read_files(files.rules, problems).digest();
    return *engine::is_edit(world->store(), digest, host, "/etc/steward/config/steward.yaml");
  }

  static constexpr const char* kFile = "follow-up.yaml";
  TemporaryFolder folder;
  WorldFiles files;
  std::unique_ptr<World> world;
};

TEST_F(Loading, AHarmlessEditComesIntoForceAndSaysWhatItDid) {
  const auto number = number_in_force();
  edit("within: 48h", "within: 36h");
  const auto load = world->offer(files.rules);
  EXPECT_EQ(load.outcome, LoadOutcome::in_force);
  EXPECT_EQ(in_force(), load.digest);
  EXPECT_GT(number_in_force(), number);
  EXPECT_THAT(load.said, ElementsAre("priority-follow-up: 1 open promise keeps 48h until it "
                                     "closes; new ones get 36h"));
  world->settle();
  EXPECT_EQ(world->commitment(kFollowUp, "42"), "open due 2026-11-24T15:00:00");
  EXPECT_THAT(world->messages(), IsEmpty());
}

TEST_F(Loading, AnEditThatDoesTooMuchWaitsAndIsTold) {
  const auto before = in_force();
  const auto number = number_in_force();
  world->loading().limits.cancelled = 0;
  edit("client.tier == \"priority\"", "client.tier == \"standard\"");
  const auto load = world->offer(files.rules);
  EXPECT_EQ(load.outcome, LoadOutcome::staged);
  EXPECT_EQ(load.before, before);
  EXPECT_THAT(load.said, ElementsAre(HasSubstr("Look at"), "1 promise cancelled"));
  EXPECT_EQ(in_force(), before);
  EXPECT_EQ(number_in_force(), number);
  world->settle();
  EXPECT_EQ(world->commitment(kFollowUp, "42"), "open due 2026-11-24T15:00:00");
  // The owner of the rule, and the admin.
  EXPECT_THAT(
      world->messages(),
      ElementsAre(HasSubstr("email dana@skyport.example: The edited rules wait for you: Look at"),
                  HasSubstr("email admin@skyport.example: The edited rules wait for you: Look")));
  ASSERT_FALSE(world->email().sent.empty());
  EXPECT_THAT(world->email().sent.front().text, HasSubstr("steward apply"));
}

TEST_F(Loading, WhatWaitsIsToldOnceHoweverManyDaemonsReadIt) {
  world->loading().limits.cancelled = 0;
  edit("client.tier == \"priority\"", "client.tier == \"standard\"");
  const auto first = world->offer(files.rules, "ramp");
  const auto second = world->offer(files.rules, "hangar");
  EXPECT_EQ(second.outcome, LoadOutcome::staged);
  EXPECT_EQ(world->offer(files.rules, "ramp").id, first.id) << "looked at again";
  EXPECT_EQ(world->offer(files.rules, "hangar").id, second.id);
  world->settle();
  EXPECT_THAT(world->messages(), SizeIs(2));
}

TEST_F(Loading, APersonTakesWhatWaits) {
  world->loading().limits.cancelled = 0;
  edit("client.tier == \"priority\"", "client.tier == \"standard\"");
  const auto staged = world->offer(files.rules);
  const auto applied = world->apply(staged.digest);
  ASSERT_TRUE(applied) << applied.error().message();
  EXPECT_EQ(applied->outcome, LoadOutcome::in_force);
  EXPECT_EQ(in_force(), staged.digest);
  world->settle();
  EXPECT_EQ(world->commitment(kFollowUp, "42"), "cancelled due 2026-11-24T15:00:00");
}

TEST_F(Loading, AnEditThatIsUndoneNoLongerWaits) {
  world->loading().limits.cancelled = 0;
  edit("client.tier == \"priority\"", "client.tier == \"standard\"");
  EXPECT_EQ(world->offer(files.rules).outcome, LoadOutcome::staged);
  const auto waiting = [&] { return !engine::staged_set(world->store())->empty(); };
  EXPECT_TRUE(waiting());
  edit("client.tier == \"standard\"", "client.tier == \"priority\"");
  EXPECT_EQ(world->offer(files.rules).outcome, LoadOutcome::unchanged);
  EXPECT_FALSE(waiting());
}

TEST_F(Loading, FilesWithAMistakeAreRefusedAndTheLastGoodRulesRunOn) {
  const auto before = in_force();
  edit("calendar: always", "calender: always");
  const auto load = world->offer(files.rules);
  EXPECT_EQ(load.outcome, LoadOutcome::failed);
  EXPECT_EQ(in_force(), before);
  world->offer(files.rules, "hangar");
  world->settle();
  EXPECT_THAT(
      world->messages(),
      ElementsAre(HasSubstr("email dana@skyport.example: The edited rules were not taken: "),
                  HasSubstr("email admin@skyport.example: ")));
  ASSERT_FALSE(world->email().sent.empty());
  const auto& text = world->email().sent.front().text;
  EXPECT_THAT(text, HasSubstr("follow-up.yaml:"));
  EXPECT_THAT(text, HasSubstr("\n        calender: always\n        ^~~~~~~~\n"));
  EXPECT_THAT(text,
              HasSubstr("The rules that ran before run on (rule set " + before.substr(0, 12)));
  world->advance_to(at("2026-11-23T15:00:00Z"));
  EXPECT_THAT(world->messages(), SizeIs(1)) << "the reminder";
}

TEST_F(Loading, AnOlderSetThatAPersonTookIsNotUndoneByFilesThatWereRead) {
  const auto older = in_force();
  EXPECT_FALSE(is_edit("ramp")) << "the world has read them";
  edit("within: 48h", "within: 36h");
  EXPECT_TRUE(is_edit("ramp"));
  const auto newer = world->offer(files.rules);
  ASSERT_EQ(newer.outcome, LoadOutcome::in_force);
  const auto applied = world->apply(older);
  ASSERT_TRUE(applied) << applied.error().message();
  EXPECT_EQ(in_force(), older);
  // Neither this host nor one that comes later takes the same files for an edit.
  EXPECT_FALSE(is_edit("ramp"));
  EXPECT_FALSE(is_edit("hangar"));
  edit("within: 36h", "within: 40h");
  EXPECT_TRUE(is_edit("ramp"));
  EXPECT_TRUE(is_edit("hangar"));
}

TEST_F(Loading, TakingABreachBackNeedsAReasonThatTheLogKeeps) {
  world->advance_to(at("2026-11-24T16:00:00Z"));
  EXPECT_EQ(world->commitment(kFollowUp, "42"), "breached due 2026-11-24T15:00:00 breach");
  static_cast<void>(world->messages());
  edit("client.tier == \"priority\"", "client.tier == \"standard\"");
  const auto staged = world->offer(files.rules);
  ASSERT_EQ(staged.outcome, LoadOutcome::staged);
  const auto refused = world->apply(staged.digest);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), ErrorCode::rejected);
  EXPECT_EQ(refused.error().message(),
            "it would take back 1 breach that the log has: say why with --reason TEXT, which is "
            "entered with each ('steward plan' lists them)");
  const auto applied = world->apply(staged.digest, "the tier was entered by mistake");
  ASSERT_TRUE(applied) << applied.error().message();
  world->settle();
  EXPECT_THAT(world->ledger(kFollowUp), ElementsAre("breached", "withdrawn"));
  EXPECT_EQ(world->database().value("select body ->> 'reason' from steward.ledger where kind = "
                                    "'withdrawn'"),
            "the tier was entered by mistake");
  EXPECT_EQ(world->database().value("select reason from steward.load order by id desc limit 1"),
            "the tier was entered by mistake");
}

TEST_F(Loading, TheModeSaysWhatHappensByItself) {
  world->loading().mode = model::ReloadMode::manual;
  edit("within: 48h", "within: 36h");
  EXPECT_EQ(world->offer(files.rules).outcome, LoadOutcome::staged);
  world->loading().mode = model::ReloadMode::always;
  world->loading().limits.cancelled = 0;
  edit("client.tier == \"priority\"", "client.tier == \"standard\"");
  EXPECT_EQ(world->offer(files.rules).outcome, LoadOutcome::in_force);
}

TEST_F(Loading, InShadowTheMailIsWithheldAndSaysWhy) {
  world->settings().mode = engine::DeliveryMode::shadow;
  edit("calendar: always", "calender: always");
  world->offer(files.rules);
  world->settle();
  EXPECT_THAT(world->messages(), IsEmpty());
  EXPECT_EQ(world->database().value("select string_agg(l.name || ': ' || l.reason || ', ' || "
                                    "m.state, '; ' order by l.id) from steward.load_mail l join "
                                    "steward.message m on m.id = l.message"),
            "Dana Kim: shadow, withheld; admin@skyport.example: shadow, withheld");
}

TEST_F(Loading, EverySetCanBeMadeAgainFromTheDatabase) {
  const auto before = in_force();
  const auto revision = world->rules().rule(kFollowUp)->revision;
  std::filesystem::remove_all(folder.path());
  Problems problems;
  const auto stored = engine::stored_files(world->store(), before);
  ASSERT_TRUE(stored);
  const auto set = rules::load_rules(rules::parse_files(*stored, problems), world->rules().catalog,
                                     "Skyport", problems);
  EXPECT_EQ(problems.render_all(), "");
  ASSERT_NE(set, nullptr);
  EXPECT_EQ(set->digest, before);
  EXPECT_EQ(set->rule(kFollowUp)->revision, revision);
  EXPECT_EQ(set->rules.size(), world->rules().rules.size());
}

TEST_F(Loading, WhatIsRememberedOfSetsIsNeverChanged) {
  for (const std::string table : {"text", "file_set", "set_file", "load"}) {
    EXPECT_THROW(world->run("delete from steward." + table), std::runtime_error) << table;
    EXPECT_THROW(world->run("truncate steward." + table + " cascade"), std::runtime_error) << table;
  }
  EXPECT_THROW(world->run("update steward.set_file set path = 'x'"), std::runtime_error);
}

}  // namespace
}  // namespace steward::test
