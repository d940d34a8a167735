// SPDX-License-Identifier: MIT
// The messages of config/templates as people read them.
#include <gtest/gtest.h>

#include <algorithm>

#include "steward/notify/renderer.hpp"
#include "steward/notify/sms_text.hpp"
#include "unit/notify/shipped_template.hpp"

namespace steward::notify {
namespace {

using model::Channel;

model::MessageContext base() {
  model::MessageContext context;
  context.organisation = "Skyport";
  context.reference = "7K2";
  context.zone = *calendar::Zone::find("America/New_York");
  context.recipient = "Ana Ruiz";
  context.answer_as = "ana.ruiz@skyport.example";
  context.why = "You get this because it is yours.";
  context.title = "Priority clients hear from us within 48 hours of a service";
  context.source = "FBO procedure 07, Success Metrics";
  context.now = *parse_instant("2026-11-23T20:00:00Z");
  context.starts = *parse_instant("2026-11-22T20:00:00Z");
  context.due = *parse_instant("2026-11-24T20:00:00Z");
  context.facts = {{"client.name", "Bluewater Aviation"},
                   {"name", "Bluewater Aviation"},
                   {"service_type", "hangar"},
                   {"completed_at", "1795377600000000"},
                   {"reported_at", "1795377600000000"},
                   {"received_at", "1795377600000000"},
                   {"field", "billing address"},
                   {"kind", "complaint"},
                   {"channel", "phone"},
                   {"id", "1183"}};
  for (const auto& [name, value] : context.facts) {
    const bool instant = name.find("_at") != std::string::npos;
    context.fact_types[name] = instant ? model::Type::timestamp : model::Type::text;
  }
  return context;
}

model::MessageContext breached() {
  auto context = base();
  context.purpose = model::Purpose::breach;
  context.now = *parse_instant("2026-11-24T20:00:00.1Z");
  context.breach_reference = "B-2026-00142";
  return context;
}

model::Rendered rendered(const std::string& name, const model::MessageContext& context,
                         Channel channel = Channel::email) {
  const auto text = MustacheRenderer().render(shipped_template(name), context, channel);
  EXPECT_TRUE(text) << text.error().message();
  return text ? *text : model::Rendered{};
}

TEST(ShippedTemplates, AReminder) {
  auto context = base();
  context.next =
      "If it is not done by 15:00 EST tomorrow, it is logged as late and Dana Kim is told.";
  const auto email = rendered("follow-up-due-soon", context);
  EXPECT_EQ(email.subject, "Call Bluewater Aviation by Tue 24 Nov, 15:00 EST");
  EXPECT_EQ(email.text,
            "Hello Ana. You get this because it is yours.\n"
            "\n"
            "We promised Bluewater Aviation a follow-up after a service (hangar), completed "
            "Sun 22 Nov, 15:00 EST. None is recorded yet.\n"
            "\n"
            "Due Tue 24 Nov, 15:00 EST (in 24 h)\n"
            "Please ask: Was everything as expected? Any safety concern? Anything they need "
            "next?\n"
            "To take it: steward ack 7K2 --as ana.ruiz@skyport.example\n"
            "\n"
            "Once the call is in the CRM, this closes by itself. If it is not done by 15:00 "
            "EST tomorrow, it is logged as late and Dana Kim is told.\n"
            "\n"
            "Ref 7K2, FBO procedure 07, Success Metrics");
  EXPECT_EQ(rendered("follow-up-due-soon", context, Channel::sms).text,
            "Skyport: follow-up 7K2 is due Tue 24 Nov, 15:00 EST, in 24 h. To take it: steward "
            "ack 7K2 --as ana.ruiz@skyport.example");
}

TEST(ShippedTemplates, ABreach) {
  const auto email = rendered("account-update-late", breached());
  EXPECT_EQ(email.subject,
            "Late: account update for Bluewater Aviation (was due Tue 24 Nov, 15:00 EST)");
  EXPECT_EQ(email.text,
            "Hello Ana. You get this because it is yours.\n"
            "\n"
            "Bluewater Aviation's account was to be updated after a service (hangar), "
            "completed Sun 22 Nov, 15:00 EST. It was due Tue 24 Nov, 15:00 EST, and no update "
            "is recorded.\n"
            "\n"
            "Please do now: see that the account is updated. It takes about five minutes.\n"
            "To take it: steward ack 7K2 --as ana.ruiz@skyport.example\n"
            "\n"
            "It is in the breach log as B-2026-00142. Done in time? Enter it with the time it "
            "was done, and the log says so.\n"
            "\n"
            "Ref 7K2, FBO procedure 07, Success Metrics");
  EXPECT_EQ(rendered("account-update-late", breached(), Channel::sms).text,
            "LATE 7K2: an account update was due Tue 24 Nov, 15:00 EST and is not recorded. "
            "Please see to it now. To take it: steward ack 7K2 --as ana.ruiz@skyport.example");
}

TEST(ShippedTemplates, AnEscalation) {
  auto context = base();
  context.purpose = model::Purpose::escalation;
  context.level = 2;
  context.urgent = true;
  context.recipient = "Kay Brandt";
  context.answer_as = "kay.brandt@skyport.example";
  context.why = "You are on duty as duty officer.";
  context.so_far = {"14:54 Sam Hill, email and SMS, no answer"};
  context.next = "If nobody answers by 15:14 EST today, Luis Ortega is asked.";
  const auto email = rendered("critical-enquiry-level", context);
  EXPECT_EQ(
      email.subject,
      "URGENT: answer complaint 1183 by Tue 24 Nov, 15:00 EST: a client's business stands still");
  EXPECT_EQ(email.text,
            "Hello Kay. You are on duty as duty officer.\n"
            "\n"
            "A client's business stands still since Sun 22 Nov, 15:00 EST: complaint 1183, by "
            "phone. Nobody has taken it yet.\n"
            "\n"
            "We promised a first answer by Tue 24 Nov, 15:00 EST (in 24 h).\n"
            "Please call the client, and say who is dealing with it.\n"
            "To take it: steward ack 7K2 --as kay.brandt@skyport.example\n"
            "\n"
            "So far:\n"
            "14:54 Sam Hill, email and SMS, no answer\n"
            "\n"
            "If nobody answers by 15:14 EST today, Luis Ortega is asked.\n"
            "\n"
            "Ref 7K2, FBO procedure 07, Success Metrics, level 2");
  EXPECT_EQ(rendered("critical-enquiry-level", context, Channel::sms).text,
            "URGENT 7K2: a client's business stands still, answer by 15:00 EST. To take it: "
            "steward ack 7K2 --as kay.brandt@skyport.example");
}

TEST(ShippedTemplates, AnAllClear) {
  auto context = base();
  context.purpose = model::Purpose::all_clear;
  context.why = "You get this because you were told.";
  context.stopped = *parse_instant("2026-11-24T19:20:00Z");
  const auto done = rendered("all-clear", context);
  EXPECT_EQ(done.subject, "No action needed on 7K2: done Tue 24 Nov, 14:20 EST");
  EXPECT_EQ(done.text,
            "Ana, nothing is left for you to do.\n"
            "\n"
            "Priority clients hear from us within 48 hours of a service:\n"
            "done Tue 24 Nov, 14:20 EST, 40 min before it was due.\n"
            "\n"
            "You get this because you were told. Ref 7K2, FBO procedure 07, Success Metrics");
  context.stopped.reset();
  const auto cancelled = rendered("all-clear", context);
  EXPECT_EQ(cancelled.subject, "No action needed on 7K2: no longer asked for");
}

TEST(ShippedTemplates, AllFitTheirChannels) {
  const auto names = shipped_template_names();
  EXPECT_EQ(names.size(), 13U);
  for (const auto& name : names) {
    const auto context = breached();
    const auto email = rendered(name, context);
    const auto words = std::count_if(email.text.begin(), email.text.end(),
                                     [](char c) { return c == ' ' || c == '\n'; });
    EXPECT_LE(words, 100) << name;
    const auto sms = rendered(name, context, Channel::sms).text;
    EXPECT_EQ(sms_segments(sms), 1U) << name << ": " << sms;
    EXPECT_EQ(sms.find("Bluewater"), std::string::npos) << name;
    EXPECT_NE(sms.find("7K2"), std::string::npos) << name;
    EXPECT_NE(email.text.find("7K2"), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace steward::notify
