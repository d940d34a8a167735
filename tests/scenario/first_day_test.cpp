// SPDX-License-Identifier: MIT
// A rule comes into force over records that were there before it: what its first day is like.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <future>

#include "steward/engine/activator.hpp"
#include "steward/engine/answers.hpp"
#include "steward/engine/firing.hpp"
#include "steward/engine/plan.hpp"
#include "support/rule_folder.hpp"
#include "support/skyport.hpp"

namespace steward::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

/// Monday 16 November 2026, 10:00 in New York. The follow-ups come into force a day later; until
/// then services were done, and nobody promised anything about them.
class NewRule : public testing::Test {
 protected:
  NewRule() {
    folder.edit("rules/follow-up.yaml", "    owner:", "    mode: \"off\"\n    owner:");
    world = std::make_unique<World>(at("2026-11-16T15:00:00Z"), folder.files());
    world->run(kSkyport);
    world->run("update crm.clients set tier = 'priority'");
    world->settle();
  }

  /// Of a client, so many hours before the rule comes into force.
  void add_delivery(int id, int before, int client = 1) {
    const auto completed = to_rfc3339(kLoaded - std::chrono::hours(before));
    world->run(fmt::format(
        "insert into crm.service_deliveries (id, client_id, service_type, completed_at, status, "
        "account_updated_at) overriding system value values ({}, {}, 'fuel', '{}', 'completed', "
        "'{}')",
        id, client, completed, completed));
  }

  void add_deliveries(int first, int count, int client = 1) {
    for (int i = 0; i < count; ++i) add_delivery(first + i, 2 + i, client);
  }

  void turn_on(const std::string& file = "rules/follow-up.yaml") {
    folder.edit(file, "    mode: \"off\"\n", "");
  }

  void load() { world->reload(folder.files().rules); }
  void load_and_settle() {
    load();
    world->settle();
  }

  std::string reference(int id) {
    return world->database().value(
        fmt::format("select reference from steward.commitment where rule = 'priority-follow-up' "
                    "and key = '{}'",
                    id));
  }

  std::string promises() {
    return world->database().value(
        "select count(*) from steward.commitment where rule = 'priority-follow-up'");
  }

  engine::Plan plan() {
    const auto next = world->read(folder.files().rules);
    engine::PlanOptions options;
    options.delivery = world->settings();
    return engine::make_plan(world->store(), &world->rules(), *next, world->now(), options).value();
  }

  const Instant kLoaded = at("2026-11-17T15:00:00Z");
  RuleFolder folder;
  std::unique_ptr<World> world;
};

TEST_F(NewRule, SaysAtOnceAndInOneMessageWhatItsFirstDayHasToSay) {
  world->advance_to(kLoaded);
  add_deliveries(1, 14);
  add_delivery(15, 40);  // its reminder lay before the rule
  turn_on();
  load_and_settle();
  EXPECT_THAT(world->messages(),
              UnorderedElementsAre("email ana@skyport.example: 14 promises are due soon: the rule "
                                   "'priority-follow-up' is new",
                                   HasSubstr("sms +15555550101: Skyport: ")))
      << "and by SMS the one that is due in eight hours";
  EXPECT_EQ(world->database().value("select count(*) || ' ' || count(distinct message) from "
                                    "steward.task where channel = 'email' and state = 'sent'"),
            "14 1");
}

TEST_F(NewRule, ListsTheEarliestFirst) {
  world->advance_to(kLoaded);
  add_delivery(1, 4);
  add_delivery(2, 20, 2);
  turn_on();
  load_and_settle();
  ASSERT_THAT(world->email().sent, SizeIs(1));
  const auto& sent = world->email().sent.front();
  EXPECT_EQ(sent.text,
            "Hello Ana. 2 promises are due soon, the first Wed 18 Nov, 14:00 EST. You get this "
            "because they are yours.\n"
            "\n"
            "You see them all at once because the rule 'priority-follow-up' is new. Later "
            "reminders come one by one.\n"
            "\n" +
                reference(2) +
                "  Wed 18 Nov, 14:00 EST  Heron Air: Priority clients hear from us within 48 hours "
                "of a service\n" +
                reference(1) +
                "  Thu 19 Nov, 06:00 EST  Bluewater Aviation: Priority clients hear from us within "
                "48 hours of a service\n"
                "\n"
                "To take one: steward ack REF --as ana@skyport.example\n"
                "\n"
                "Once one is done in the CRM, it closes by itself. One that is not done in time is "
                "logged as late.");
  EXPECT_EQ(sent.reference, reference(2) + " " + reference(1));
  EXPECT_EQ(sent.thread_id, sent.message_id) << "it begins a thread of its own";
}

TEST_F(NewRule, SaysOfMoreThanFiftyHowManyMore) {
  world->advance_to(kLoaded);
  for (int id = 1; id <= 62; ++id) add_delivery(id, 2 + id % 10);
  turn_on();
  load_and_settle();
  ASSERT_THAT(world->email().sent, SizeIs(1));
  const auto& text = world->email().sent.front().text;
  EXPECT_THAT(text, HasSubstr("\nand 12 more: steward commitments\n"));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 50 + 8);
}

TEST_F(NewRule, RemindsOfOneAloneInItsOwnWords) {
  world->advance_to(kLoaded);
  add_delivery(1, 4);
  turn_on();
  load_and_settle();
  EXPECT_THAT(world->messages(), ElementsAre("email ana@skyport.example: Call Bluewater Aviation "
                                             "by Thu 19 Nov, 06:00 EST"));
  EXPECT_EQ(world->email().sent.front().thread_id, reference(1) + "@skyport.example");
}

TEST_F(NewRule, GoesOnSinglyAfterItsFirstDayAndBreachesAtDue) {
  world->advance_to(kLoaded);
  add_delivery(1, 4);  // reminders on 18 Nov at 11:00 and 19 Nov at 10:00, due at 11:00
  add_delivery(2, 5);
  turn_on();
  load_and_settle();
  static_cast<void>(world->messages());
  world->advance_to(at("2026-11-19T08:59:59Z"));
  EXPECT_THAT(world->messages(), IsEmpty());
  world->advance_to(at("2026-11-19T09:59:59Z"));
  EXPECT_THAT(world->messages(), ElementsAre(HasSubstr(reference(2)))) << "the second reminder";
  world->advance_to(at("2026-11-19T10:00:00Z"));
  EXPECT_THAT(world->messages(), SizeIs(2 + 2 + 1)) << "the breach, and the other's reminder";
  EXPECT_THAT(world->ledger(kFollowUp), ElementsAre("breached"));
}

TEST_F(NewRule, NeverHoldsABreachOrAnEscalation) {
  world->advance_to(kLoaded);
  add_delivery(1, 47);
  add_delivery(2, 47);
  turn_on();
  load_and_settle();
  EXPECT_THAT(world->messages(),
              ElementsAre(HasSubstr("sms +15555550101: Skyport: 2 promises are due soon, ")))
      << "the email's instants lay before the rule";
  world->advance_to(kLoaded + std::chrono::hours(1));
  EXPECT_THAT(world->ledger(kFollowUp), ElementsAre("breached", "breached"));
  EXPECT_THAT(world->messages(), SizeIs(8)) << "each to two people on two channels";
  world->advance_to(kLoaded + std::chrono::hours(5));
  EXPECT_THAT(world->messages(), SizeIs(2)) << "the first level of the chain, for each";
  EXPECT_EQ(world->database().value("select count(*) from steward.notice where first_day and "
                                    "purpose <> 'reminder'"),
            "0");
}

TEST_F(NewRule, RemindsOfWhatBeginsAfterItAsEver) {
  world->advance_to(kLoaded);
  turn_on();
  load_and_settle();
  world->advance(std::chrono::hours(1));
  add_delivery(1, 0);   // entered an hour late
  add_delivery(2, 20);  // entered long after, when the rule had looked at everything
  world->settle();
  EXPECT_THAT(world->messages(), IsEmpty());
  world->advance_to(at("2026-11-17T18:59:59Z"));
  EXPECT_THAT(world->messages(), IsEmpty());
  world->advance_to(at("2026-11-17T19:00:00Z"));
  EXPECT_THAT(world->messages(), ElementsAre(HasSubstr("by Wed 18 Nov, 14:00 EST")));
  world->advance_to(at("2026-11-18T15:00:00Z"));
  EXPECT_THAT(world->messages(), testing::Contains(HasSubstr("by Thu 19 Nov, 10:00 EST")));
}

TEST_F(NewRule, SharesItsFirstDayWithTheOthersOfTheLoad) {
  folder.edit("rules/account-update.yaml", "    owner:", "    mode: \"off\"\n    owner:");
  load_and_settle();
  world->advance_to(kLoaded);
  add_delivery(1, 4);
  world->run("update crm.service_deliveries set account_updated_at = null");
  turn_on();
  turn_on("rules/account-update.yaml");
  load_and_settle();
  EXPECT_THAT(world->messages(),
              ElementsAre("email ana@skyport.example: 2 promises are due soon: the rules "
                          "'account-update-after-service' and 'priority-follow-up' are new"));
}

TEST_F(NewRule, WaitsUntilAllWasLookedAtAndAllHasActed) {
  world->advance_to(kLoaded);
  add_deliveries(1, 3);
  turn_on();
  load();
  engine::Activator activator(world->store());
  engine::Firing firing(world->store());
  engine::Dispatcher dispatcher(world->store(), world->renderer(), world->settings());
  const auto resolved = [&] {
    return dispatcher.resolve(world->rules(), world->now()).value() +
           dispatcher.resolve_first_day(world->rules(), world->now()).value();
  };
  while (promises() == "0") {
    ASSERT_TRUE(activator.run_once(world->rules(), world->now()).value());
  }
  ASSERT_GT(firing.run_once(world->rules(), world->now()).value(), 0U);
  EXPECT_EQ(resolved(), 0U) << "the rule still looks";
  world->run("update steward.commitment set next_at = '" + to_rfc3339(kLoaded) +
             "' where rule = 'priority-follow-up'");
  while (activator.run_once(world->rules(), world->now()).value()) {
  }
  EXPECT_EQ(resolved(), 0U) << "something it found has not acted";
  while (firing.run_once(world->rules(), world->now()).value() > 0) {
  }
  EXPECT_EQ(resolved(), 3U);
  EXPECT_EQ(resolved(), 0U);
  world->settle();
  EXPECT_THAT(world->email().sent, SizeIs(1));
}

TEST_F(NewRule, IsSaidOnceHoweverManyDaemonsThereAre) {
  world->advance_to(kLoaded);
  add_deliveries(1, 20);
  turn_on();
  load();
  engine::Activator activator(world->store());
  engine::Firing firing(world->store());
  while (activator.run_once(world->rules(), world->now()).value()) {
  }
  while (firing.run_once(world->rules(), world->now()).value() > 0) {
  }
  const auto resolve = [&] {
    engine::Dispatcher dispatcher(world->store(), world->renderer(), world->settings());
    return dispatcher.resolve_first_day(world->rules(), world->now()).value();
  };
  auto one = std::async(std::launch::async, resolve);
  auto other = std::async(std::launch::async, resolve);
  EXPECT_EQ(one.get() + other.get(), 20U);
  world->settle();
  EXPECT_THAT(world->messages(), SizeIs(1));
}

TEST_F(NewRule, IsNotHeldUpForEverByARuleThatNeverGetsThrough) {
  world->advance_to(kLoaded);
  add_deliveries(1, 3);
  turn_on();
  load();
  engine::Activator activator(world->store());
  while (activator.run_once(world->rules(), world->now()).value()) {
  }
  world->run("update steward.activation set looked_at = null where rule = 'first-response'");
  world->settle();
  EXPECT_THAT(world->messages(), IsEmpty());
  world->advance(std::chrono::minutes(60));
  EXPECT_THAT(world->messages(), IsEmpty());
  world->advance(std::chrono::seconds(1));
  EXPECT_THAT(world->messages(), SizeIs(1));
}

TEST_F(NewRule, SaysNothingTwiceWhereASetComesBackOrIsReadAgain) {
  world->advance_to(kLoaded);
  add_deliveries(1, 3);
  turn_on();
  load_and_settle();
  EXPECT_THAT(world->messages(), SizeIs(1));
  world->run("insert into steward.resync (entity, reason) values ('service_deliveries', 'test')");
  folder.edit("rules/follow-up.yaml", "title: Priority", "title: All priority");
  load_and_settle();
  world->advance(std::chrono::hours(12));
  EXPECT_THAT(world->messages(), IsEmpty());
}

TEST_F(NewRule, LeavesOutWhatIsOverBeforeTheMessageIsMade) {
  world->advance_to(kLoaded);
  add_delivery(1, 4, 1);
  add_delivery(2, 5, 1);
  add_delivery(3, 6, 2);
  turn_on();
  load();
  engine::Activator activator(world->store());
  engine::Firing firing(world->store());
  while (activator.run_once(world->rules(), world->now()).value()) {
  }
  while (firing.run_once(world->rules(), world->now()).value() > 0) {
  }
  world->run(
      "insert into crm.interactions (client_id, channel, kind, occurred_at) values (2, 'phone', "
      "'follow_up', '2026-11-17T14:00:00Z')");
  world->settle();
  EXPECT_THAT(world->messages(), ElementsAre(HasSubstr("ana@skyport.example: 2 promises")));
  EXPECT_EQ(world->database().value("select string_agg(reason, ',') from steward.task where state "
                                    "= 'suppressed'"),
            "no longer true");
}

TEST_F(NewRule, GoesToTheStandInOfWhoIsAway) {
  world->run(
      "insert into crm.absences (staff_id, starts_at, ends_at, stand_in_id) values "
      "(1, '2026-11-16', '2026-11-20T17:00:00Z', 2)");
  world->run("update crm.clients set account_manager_id = 2 where id = 2");
  world->advance_to(kLoaded);
  add_delivery(1, 4, 1);
  add_delivery(2, 5, 2);
  turn_on();
  load_and_settle();
  EXPECT_THAT(world->messages(), ElementsAre(HasSubstr("tom@skyport.example: 2 promises")));
  EXPECT_THAT(world->email().sent.front().text,
              HasSubstr("Some are yours. You are standing in for Ana Reyes, who is away until Fri "
                        "20 Nov, 12:00 EST."));
}

TEST_F(NewRule, GoesToTheNextWhoCanBeReachedAsOneMessageAgain) {
  world->advance_to(kLoaded);
  add_deliveries(1, 3);
  turn_on();
  world->email().failures = {Error(ErrorCode::rejected, "550 no such user")};
  load_and_settle();
  EXPECT_THAT(world->messages(), ElementsAre(HasSubstr("email dana@skyport.example: 3 promises")));
  EXPECT_EQ(world->database().value("select string_agg(distinct name || ' ' || state, ', ') from "
                                    "steward.task"),
            "Ana Reyes suppressed, Dana Kim sent");
}

TEST_F(NewRule, IsKeptInShadowAsOneMessage) {
  world->advance_to(kLoaded);
  add_deliveries(1, 3);
  turn_on();
  world->settings().mode = engine::DeliveryMode::shadow;
  load_and_settle();
  EXPECT_THAT(world->messages(), IsEmpty());
  EXPECT_EQ(world->database().value("select count(*) || ' ' || min(m.state) || ' ' || "
                                    "min(t.reason) || ' ' || count(distinct m.id) from "
                                    "steward.task t join steward.message m on m.id = t.message"),
            "3 withheld shadow 1");
}

TEST_F(NewRule, InRedirectItSaysForWhom) {
  world->advance_to(kLoaded);
  add_deliveries(1, 3);
  turn_on();
  world->settings().mode = engine::DeliveryMode::redirect;
  world->settings().redirect_email = "trial@skyport.example";
  load_and_settle();
  EXPECT_THAT(world->messages(), ElementsAre(HasSubstr("email trial@skyport.example: [for "
                                                       "ana@skyport.example] 3 promises")));
}

TEST_F(NewRule, IsToldInPlainWordsWhereTheTemplateIsGone) {
  world->advance_to(kLoaded);
  add_deliveries(1, 3);
  turn_on();
  folder.remove("config/templates/first-day.yaml");
  load_and_settle();
  EXPECT_THAT(world->messages(),
              ElementsAre("email ana@skyport.example: 3 promises are due soon: the rule "
                          "'priority-follow-up' is new"));
  EXPECT_THAT(world->email().sent.front().text, HasSubstr("\n" + reference(3) + "  "));
}

TEST_F(NewRule, IsToldWithoutNamesWhereTheClientsHaveNoneAnyMore) {
  world->advance_to(kLoaded);
  add_delivery(1, 4);
  add_delivery(2, 20, 2);
  turn_on();
  load();
  world->run("alter table crm.clients rename name to company");
  world->settle();
  EXPECT_THAT(world->messages(),
              ElementsAre("email ana@skyport.example: 2 promises are due soon: the rule "
                          "'priority-follow-up' is new"));
  EXPECT_THAT(world->email().sent.front().text,
              HasSubstr("\n" + reference(2) +
                        "  Wed 18 Nov, 14:00 EST  Priority clients hear from "
                        "us within 48 hours of a service\n" +
                        reference(1) + "  Thu 19 Nov, 06:00 EST  Priority clients "));
  EXPECT_EQ(
      world->database().value("select count(*) from steward.notice where resolved_at is null"),
      "0");
}

TEST_F(NewRule, IsAnsweredByAnyOfItsReferences) {
  world->advance_to(kLoaded);
  add_deliveries(1, 2);
  turn_on();
  load_and_settle();
  const auto answered = engine::acknowledge(world->store(), world->rules().people, reference(2),
                                            "ana@skyport.example", world->now());
  ASSERT_TRUE(answered) << answered.error().message();
  EXPECT_EQ(answered->commitment.reference, reference(2));
  world->run(
      "insert into crm.interactions (client_id, channel, kind, occurred_at) values (1, 'phone', "
      "'follow_up', '2026-11-17T15:00:00Z')");
  world->settle();
  EXPECT_THAT(world->commitment(kFollowUp, "1"), HasSubstr("kept"));
  EXPECT_THAT(world->commitment(kFollowUp, "2"), HasSubstr("kept"));
}

TEST_F(NewRule, IsForeseenAsOneMessage) {
  folder.edit("rules/account-update.yaml", "    owner:", "    mode: \"off\"\n    owner:");
  load_and_settle();
  world->advance_to(kLoaded);
  add_deliveries(1, 20);
  add_deliveries(21, 20, 2);
  world->run("update crm.service_deliveries set account_updated_at = null where id % 2 = 0");
  turn_on();
  turn_on("rules/account-update.yaml");
  const auto foreseen = plan();
  std::size_t day = 0;
  for (const auto& person : foreseen.people) day += person.next().day;
  const auto more = foreseen.more_messages();
  load_and_settle();
  const auto at_once = world->messages();
  EXPECT_THAT(at_once, SizeIs(1));
  world->advance_before(kLoaded + std::chrono::hours(24));
  EXPECT_EQ(at_once.size() + world->messages().size(), day);
  EXPECT_EQ(more, day);
}

}  // namespace
}  // namespace steward::test
