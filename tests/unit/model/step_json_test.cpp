// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "steward/model/rule.hpp"

namespace steward::model {
namespace {

using namespace std::chrono_literals;

std::vector<Step> every_kind_of_step() {
  Step reminder;
  reminder.id = "1";
  reminder.at = {Anchor::due, -24h, false, std::nullopt};
  reminder.notify = {Recipient{}};
  reminder.by = {Channel::email};
  reminder.template_name = "due-soon";
  Step breach;
  breach.id = "2";
  breach.at = {Anchor::due, 0s, false, std::nullopt};
  breach.breach = true;
  breach.notify = {Recipient{}, Recipient{RecipientKind::role, "leader \"é\""}};
  breach.by = {Channel::email, Channel::sms};
  breach.urgency = Urgency::urgent;
  Step escalation;
  escalation.id = "3";
  escalation.at = {Anchor::due, 4h, true, std::nullopt};
  escalation.escalate = "client-service";
  Step percent;
  percent.id = "4";
  percent.at.percent = 75;
  return {reminder, breach, escalation, percent};
}

/// The JSON of one right step, with one piece of it replaced.
std::string step_with(std::string_view piece, std::string_view replacement) {
  std::string text =
      R"([{"id":"1","at":{"anchor":"due","offset":0,"working":false},"breach":false,)"
      R"("notify":["assignee"],"by":["email"],"urgency":"normal","template":"","escalate":""}])";
  text.replace(text.find(piece), piece.size(), replacement);
  return text;
}

TEST(StepJson, IsReadBackAsItWas) {
  const auto steps = every_kind_of_step();
  const auto again = steps_from_json(steps_to_json(steps));
  ASSERT_TRUE(again) << again.error().message();
  EXPECT_EQ(*again, steps);
  EXPECT_EQ(steps_to_json({}), "[]");
}

// Stored in databases: changing this form needs a migration.
TEST(StepJson, HasThisForm) {
  EXPECT_EQ(
      steps_to_json(every_kind_of_step()),
      R"([{"id":"1","at":{"anchor":"due","offset":-86400000000,"working":false},"breach":false,)"
      R"("notify":["assignee"],"by":["email"],"urgency":"normal","template":"due-soon",)"
      R"("escalate":""},)"
      R"({"id":"2","at":{"anchor":"due","offset":0,"working":false},"breach":true,)"
      R"("notify":["assignee","role:leader \"é\""],"by":["email","sms"],"urgency":"urgent",)"
      R"("template":"","escalate":""},)"
      R"({"id":"3","at":{"anchor":"due","offset":14400000000,"working":true},"breach":false,)"
      R"("notify":[],"by":[],"urgency":"normal","template":"","escalate":"client-service"},)"
      R"({"id":"4","at":{"percent":75},"breach":false,"notify":[],"by":[],"urgency":"normal",)"
      R"("template":"","escalate":""}])");
}

std::vector<Step> rarer_steps() {
  Step step;
  step.id = "2.1";
  step.at = {Anchor::start, Microseconds(0), false, std::nullopt,
             calendar::Span{calendar::SpanKind::working_days, {}, 2}};
  step.repeat = Repeat{std::chrono::hours(4), true, 3, Moment{Anchor::due, {}, false, 250}};
  step.when = "tier == \"priority\"";
  step.never = {{RecipientKind::record, "about_staff"}, {RecipientKind::assignee, ""}};
  step.row = 2;
  step.template_table = "by: tier";
  step.templates = {"a", "b"};
  auto before = step;
  before.at = {Anchor::due, Microseconds(0), false, std::nullopt,
               calendar::Span{calendar::SpanKind::months, {}, -1}};
  before.repeat->until.reset();
  return {step, before};
}

TEST(StepJson, HoldsWhatFewStepsHave) {
  const auto steps = rarer_steps();
  const auto again = steps_from_json(steps_to_json(steps));
  ASSERT_TRUE(again) << again.error().message();
  EXPECT_EQ(*again, steps);
  EXPECT_EQ(
      steps_to_json({steps[0]}),
      R"([{"id":"2.1","at":{"anchor":"start","span":"2 working days"},"breach":false,"notify":[],)"
      R"("by":[],"urgency":"normal","template":"","escalate":"",)"
      R"("repeat":{"every":14400000000,"working":true,"times":3,"until":{"percent":250}},)"
      R"("when":"tier == \"priority\"","never":["record:about_staff","assignee"],"row":2,)"
      R"("template_table":"by: tier","templates":["a","b"]}])");
}

TEST(StepJson, NamesWhatIsWrong) {
  const auto message = [](const std::string& text) {
    const auto steps = steps_from_json(text);
    return steps ? std::string("accepted") : steps.error().message();
  };
  EXPECT_EQ(message(step_with("normal", "urgent")), "accepted");
  EXPECT_EQ(message("{}"), "stored steps are not a list");
  EXPECT_EQ(message("[1]"), "stored step 1 is not an object");
  EXPECT_EQ(message(step_with(R"("id":"1",)", "")), "stored step 1 has no valid 'id'");
  EXPECT_EQ(message(step_with(R"("anchor":"due")", R"("anchor":"end")")),
            "stored step 1 has no valid 'at'");
  EXPECT_EQ(message(step_with(R"("offset":0)", R"("offset":"0")")),
            "stored step 1 has no valid 'at'");
  EXPECT_EQ(message(step_with(R"("breach":false)", R"("breach":"no")")),
            "stored step 1 has no valid 'breach'");
  EXPECT_EQ(message(step_with("assignee", "nobody")), "stored step 1 has no valid 'notify'");
  EXPECT_EQ(message(step_with(R"(["email"])", R"(["fax"])")), "stored step 1 has no valid 'by'");
  EXPECT_EQ(message(step_with("normal", "high")), "stored step 1 has no valid 'urgency'");
  EXPECT_EQ(message(step_with(R"("template":"")", R"("template":7)")),
            "stored step 1 has no valid 'template'");
}

}  // namespace
}  // namespace steward::model
