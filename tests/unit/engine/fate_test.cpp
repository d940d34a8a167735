// SPDX-License-Identifier: MIT
#include "engine/fate.hpp"

#include <gmock/gmock.h>

#include "unit/engine/office.hpp"

namespace steward::engine {
namespace {

using model::Commitment;
using model::State;
using testing::ElementsAre;
using testing::IsEmpty;

Commitment open(Instant due) {
  Commitment commitment;
  commitment.id = 7;
  commitment.revision = "old";
  commitment.assignee = "A";
  commitment.starts = est("20 10:00");
  commitment.due = due;
  return commitment;
}

Commitment breached(Instant due) {
  auto commitment = open(due);
  commitment.state = State::breached;
  commitment.breached_at = due;
  commitment.breach = "B-2026-00001";
  return commitment;
}

Commitment closed(Commitment commitment, State state) {
  commitment.state = state;
  commitment.closed_at = kNow;
  if (state == State::kept) commitment.stopped = est("22 10:00");
  return commitment;
}

/// The effects of going from one to another with nothing due.
std::vector<Effect> from_to(const std::optional<Commitment>& before, const Commitment& after) {
  static const model::Rule rule = [] {
    model::Rule made;
    made.revision = "new";
    return made;
  }();
  return effects_of({before, after, after, before}, {&rule, false, kNow});
}

TEST(Fate, OfANewPromise) {
  EXPECT_THAT(from_to(std::nullopt, open(est("26 10:00"))), ElementsAre(Effect::opened));
  auto old = open(est("20 10:00"));
  old.historic = true;
  EXPECT_THAT(from_to(std::nullopt, old), ElementsAre(Effect::historic));
  EXPECT_THAT(from_to(std::nullopt, closed(open(est("26 10:00")), State::kept)),
              ElementsAre(Effect::done));
  EXPECT_THAT(from_to(std::nullopt, breached(est("23 10:00"))),
              ElementsAre(Effect::opened, Effect::breaching));
}

TEST(Fate, OfAnOpenPromise) {
  const auto before = open(est("26 10:00"));
  EXPECT_THAT(from_to(before, before), IsEmpty());
  EXPECT_THAT(from_to(before, open(est("27 10:00"))), ElementsAre(Effect::moved));
  EXPECT_THAT(from_to(before, closed(before, State::cancelled)), ElementsAre(Effect::cancelled));
  EXPECT_THAT(from_to(before, closed(before, State::kept)), ElementsAre(Effect::closed));
  auto anothers = before;
  anothers.assignee = "B";
  EXPECT_THAT(from_to(before, anothers), ElementsAre(Effect::reassigned));
  EXPECT_THAT(from_to(closed(before, State::cancelled), before), ElementsAre(Effect::reopened));
}

TEST(Fate, KeepsTheOldTimingOnlyIfItIsAnother) {
  const auto before = open(est("26 10:00"));
  model::Rule rule;
  rule.revision = "new";
  EXPECT_THAT(effects_of({before, before, before, before}, {&rule, true, kNow}),
              ElementsAre(Effect::frozen));
  rule.revision = before.revision;
  EXPECT_THAT(effects_of({before, before, before, before}, {&rule, true, kNow}), IsEmpty());
}

TEST(Fate, OfABreachThatIsTakenBack) {
  const auto before = breached(est("23 10:00"));
  EXPECT_THAT(from_to(before, closed(before, State::cancelled)),
              ElementsAre(Effect::cancelled, Effect::unbreached));
  auto in_time = closed(before, State::kept);
  in_time.recorded_late = true;
  EXPECT_THAT(from_to(before, in_time), ElementsAre(Effect::closed, Effect::unbreached));
  auto put_off = before;
  put_off.due = est("26 10:00");
  EXPECT_THAT(from_to(before, put_off), ElementsAre(Effect::moved, Effect::unbreached));
  auto late = closed(before, State::kept);
  late.stopped = est("23 12:00");
  EXPECT_THAT(from_to(before, late), ElementsAre(Effect::closed)) << "kept late is a breach";
}

TEST(Fate, OfABreachThatIsLaterThanTheClockWasRead) {
  auto before = breached(kNow + std::chrono::seconds(1));
  EXPECT_THAT(from_to(before, closed(before, State::cancelled)),
              ElementsAre(Effect::cancelled, Effect::unbreached));
  EXPECT_THAT(from_to(before, before), IsEmpty());
}

TEST(Fate, BreachesAtOnceOnlyWhatWouldNotAnyway) {
  const auto before = open(est("24 10:00"));
  const auto acted = breached(est("24 10:00"));
  model::Rule rule;
  EXPECT_THAT(effects_of({before, before, acted, before}, {&rule, false, kNow}),
              ElementsAre(Effect::breaching));
  EXPECT_THAT(effects_of({before, before, acted, acted}, {&rule, false, kNow}), IsEmpty());
}

TEST(Fate, OfAnAnnouncementMovesWithItsStart) {
  auto before = open(est("26 10:00"));
  before.due.reset();
  auto after = before;
  after.starts = est("25 10:00");
  EXPECT_THAT(from_to(before, after), ElementsAre(Effect::moved));
}

}  // namespace
}  // namespace steward::engine
