// SPDX-License-Identifier: MIT
// The messages of config/templates as people read them.
#include <gtest/gtest.h>

#include <iterator>
#include <sstream>

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
  context.client = "Bluewater Aviation";
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
            "Ask: All as expected? Any safety concern? Anything needed next?\n"
            "To take it: steward ack 7K2 --as ana.ruiz@skyport.example\n"
            "\n"
            "Once it is in the CRM, this closes by itself. If it is not done by 15:00 "
            "EST tomorrow, it is logged as late and Dana Kim is told.\n"
            "\n"
            "Ref 7K2, FBO procedure 07, Success Metrics");
  EXPECT_EQ(rendered("follow-up-due-soon", context, Channel::sms).text,
            "Skyport: follow-up 7K2 is due Tue 24 Nov, 15:00 EST, in 24 h. To take it: steward "
            "ack 7K2 --as ana.ruiz@skyport.example");
}

TEST(ShippedTemplates, ABreach) {
  auto context = breached();
  context.now = *parse_instant("2026-11-24T20:00:40Z");
  context.next = "If it is not done by 19:00 EST today, Dana Kim is asked.";
  const auto email = rendered("account-update-late", context);
  EXPECT_EQ(email.subject,
            "Late: account update for Bluewater Aviation (was due Tue 24 Nov, 15:00 EST)");
  EXPECT_EQ(email.text,
            "Hello Ana. You get this because it is yours.\n"
            "\n"
            "Bluewater Aviation's account was to be updated after a service (hangar), "
            "completed Sun 22 Nov, 15:00 EST. It was due Tue 24 Nov, 15:00 EST (just now); no "
            "update is recorded.\n"
            "\n"
            "Please see to it now. It takes about five minutes.\n"
            "To take it: steward ack 7K2 --as ana.ruiz@skyport.example\n"
            "\n"
            "Logged as late: B-2026-00142. Done in time? Please enter when.\n"
            "\n"
            "If it is not done by 19:00 EST today, Dana Kim is asked.\n"
            "\n"
            "Ref 7K2, FBO procedure 07, Success Metrics");
  EXPECT_EQ(rendered("account-update-late", context, Channel::sms).text,
            "LATE 7K2: the account update due Tue 24 Nov, 15:00 EST is not recorded. To take it: "
            "steward ack 7K2 --as ana.ruiz@skyport.example");
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
  EXPECT_EQ(email.subject,
            "URGENT: answer complaint 1183 from Bluewater Aviation by Tue 24 Nov, 15:00 EST: a "
            "client's business stands still");
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
  EXPECT_EQ(done.subject,
            "No action needed for Bluewater Aviation (done Tue 24 Nov, 14:20 EST): Priority "
            "clients hear from us within 48 hours of a service");
  EXPECT_EQ(done.text,
            "Ana, nothing is left for you to do.\n"
            "\n"
            "Priority clients hear from us within 48 hours of a service:\n"
            "done Tue 24 Nov, 14:20 EST, 40 min before it was due.\n"
            "\n"
            "You get this because you were told. Ref 7K2, FBO procedure 07, Success Metrics");
  context.stopped.reset();
  const auto cancelled = rendered("all-clear", context);
  EXPECT_EQ(cancelled.subject,
            "No action needed for Bluewater Aviation (no longer asked for): Priority clients hear "
            "from us within 48 hours of a service");
}

TEST(ShippedTemplates, SubjectsSayForWhomOnlyWhereTheRecordDoes) {
  auto context = base();
  EXPECT_EQ(rendered("escalation-level", context).subject,
            "Still open for Bluewater Aviation, due Tue 24 Nov, 15:00 EST: Priority clients hear "
            "from us within 48 hours of a service");
  EXPECT_EQ(rendered("enquiry-due-soon", context).subject,
            "Answer complaint 1183 from Bluewater Aviation by Tue 24 Nov, 15:00 EST");
  EXPECT_EQ(rendered("enquiry-late", context).subject,
            "Late: first answer to complaint 1183 from Bluewater Aviation (was due Tue 24 Nov, "
            "15:00 EST)");
  context.client.clear();
  EXPECT_EQ(rendered("escalation-level", context).subject,
            "Still open, due Tue 24 Nov, 15:00 EST: Priority clients hear from us within 48 hours "
            "of a service");
  EXPECT_EQ(rendered("all-clear", context).subject,
            "No action needed (no longer asked for): Priority clients hear from us within 48 hours "
            "of a service");
  EXPECT_EQ(rendered("critical-enquiry-level", context).subject,
            "URGENT: answer complaint 1183 by Tue 24 Nov, 15:00 EST: a client's business stands "
            "still");
  EXPECT_EQ(rendered("enquiry-due-soon", context).subject,
            "Answer complaint 1183 by Tue 24 Nov, 15:00 EST");
}

TEST(ShippedTemplates, AFirstDay) {
  auto context = base();
  context.title.clear();
  context.source.clear();
  context.client.clear();
  context.facts.clear();
  context.fact_types.clear();
  context.why = "You get this because they are yours.";
  context.how_many = 3;
  context.what_is_new = "the rule 'follow-up' is new";
  context.promises = {
      {"7K2", *context.due, "Bluewater Aviation", "Clients hear from us within 48 hours"},
      {"7K2Q", *parse_instant("2027-01-02T14:00:00Z"), "", "The tower is\ncalled"}};
  const auto email = rendered("first-day", context);
  EXPECT_EQ(email.subject, "3 promises are due soon: the rule 'follow-up' is new");
  EXPECT_EQ(email.text,
            "Hello Ana. 3 promises are due soon, the first Tue 24 Nov, 15:00 EST. You get this "
            "because they are yours.\n"
            "\n"
            "You see them all at once because the rule 'follow-up' is new. Later reminders come "
            "one by one.\n"
            "\n"
            "7K2   Tue 24 Nov, 15:00 EST      Bluewater Aviation: Clients hear from us within 48 "
            "hours\n"
            "7K2Q  Sat 2 Jan 2027, 09:00 EST  The tower is called\n"
            "and 1 more: steward commitments\n"
            "\n"
            "To take one: steward ack REF --as ana.ruiz@skyport.example\n"
            "\n"
            "Once one is done in the CRM, it closes by itself. One that is not done in time is "
            "logged as late.");
  EXPECT_EQ(rendered("first-day", context, Channel::sms).text,
            "Skyport: 3 promises are due soon, 7K2 first, Tue 24 Nov, 15:00 EST. To take it: "
            "steward ack 7K2 --as ana.ruiz@skyport.example");
}

/// The longest that the parts of an SMS get in practice.
model::MessageContext longest_sms() {
  auto context = breached();
  context.reference = "7K2Q";
  context.answer_as = "maximiliana.featherstone@skyport.example";
  context.zone = *calendar::Zone::find("Asia/Kathmandu");
  context.due = *parse_instant("2027-12-31T23:59:00+05:45");
  context.now = *parse_instant("2026-12-01T00:28:00+05:45");
  context.how_many = 9999;
  return context;
}

TEST(ShippedTemplates, EvenTheLongestSmsIsOneSegmentWithoutTheClient) {
  ASSERT_EQ(longest_sms().answer_as.size(), 40U);
  auto nearly_two_days_late = longest_sms();
  nearly_two_days_late.now =
      *nearly_two_days_late.due + std::chrono::hours(47) + std::chrono::minutes(59);
  for (const auto& name : shipped_template_names()) {
    for (const auto& context : {longest_sms(), nearly_two_days_late}) {
      const auto sms = rendered(name, context, Channel::sms).text;
      EXPECT_EQ(sms_segments(sms), 1U) << name << ", " << sms.size() << ": " << sms;
      EXPECT_EQ(sms.find("Bluewater"), std::string::npos) << name;
      EXPECT_NE(sms.find("7K2Q"), std::string::npos) << name;
    }
  }
}

std::string longest_next(const std::string& name) {
  if (name.find("-late") != std::string::npos) {
    return "If it is not done by Thu 24 Dec, 15:00 EST, Dana Kim is asked.";
  }
  if (name.find("-level") != std::string::npos) {
    return "If nobody answers by Thu 24 Dec, 15:00 EST, Luis Ortega and Priya Nair are asked.";
  }
  return "If it is not done by Thu 24 Dec, 15:00 EST, it is logged as late and Dana Kim is told.";
}

/// Words that a reader has to take in: all but the line to answer by, which is the button.
std::ptrdiff_t words_of(const std::string& email) {
  std::ptrdiff_t count = 0;
  std::istringstream lines(email);
  for (std::string line; std::getline(lines, line);) {
    if (line.find("steward ack") != std::string::npos) continue;
    std::istringstream words(line);
    count += std::distance(std::istream_iterator<std::string>(words), {});
  }
  return count;
}

// Without who was told before, a list as long as it is, and without the rare line that the message
// itself is late.
TEST(ShippedTemplates, EvenTheLongestEmailFitsATelephone) {
  const auto names = shipped_template_names();
  EXPECT_EQ(names.size(), 16U);
  for (const auto& name : names) {
    if (name == "first-day") continue;  // a list as long as it is
    auto context = breached();
    context.now = *context.due + std::chrono::hours(47) + std::chrono::minutes(59);
    context.why = "You are standing in for Mia Torres, who is away until Thu 3 Dec, 09:00 EST.";
    context.next = longest_next(name);
    context.source = "FBO procedure 13, Success Metrics; Information Maintenance Phase";
    context.stopped = context.now;
    context.level = 3;
    const auto email = rendered(name, context).text;
    EXPECT_LE(words_of(email), 100) << name << ": " << email;
    EXPECT_NE(email.find("Ref 7K2"), std::string::npos) << name;
  }
}

TEST(ShippedTemplates, EveryLateOneSaysHowLongAgoAndWhatComesNext) {
  auto context = breached();
  context.now = *context.due + std::chrono::hours(2);
  context.next = "If it is not done by 19:00 EST today, Dana Kim is asked.";
  int count = 0;
  for (const auto& name : shipped_template_names()) {
    if (name.find("-late") == std::string::npos) continue;
    ++count;
    const auto text = rendered(name, context).text;
    EXPECT_NE(text.find("Tue 24 Nov, 15:00 EST (2 h ago)"), std::string::npos) << name;
    EXPECT_NE(text.find("\n\nIf it is not done by 19:00 EST today, Dana Kim is asked.\n\n"),
              std::string::npos)
        << name;
  }
  EXPECT_EQ(count, 5);
}

}  // namespace
}  // namespace steward::notify
