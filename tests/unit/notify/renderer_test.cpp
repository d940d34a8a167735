// SPDX-License-Identifier: MIT
#include "steward/notify/renderer.hpp"

#include <gtest/gtest.h>

namespace steward::notify {
namespace {

using model::Channel;

model::MessageContext sample_context() {
  model::MessageContext context;
  context.organisation = "Skyport";
  context.reference = "7K2";
  context.title = "Priority clients hear from us within 48 hours of a service";
  context.source = "FBO procedure 07";
  context.client = "Bluewater Aviation";
  context.recipient = "Ana Ruiz";
  context.answer_as = "ana@skyport.example";
  context.why = "You get this because it is yours.";
  context.now = *parse_instant("2026-11-23T20:00:00Z");
  context.starts = *parse_instant("2026-11-22T20:00:00Z");
  context.due = *parse_instant("2026-11-24T20:00:00Z");
  context.zone = *calendar::Zone::find("America/New_York");
  context.facts = {{"client.name", "Bluewater Aviation"},
                   {"completed_at", "1795377600000000"},
                   {"authorised", "true"},
                   {"hangar", "false"}};
  context.fact_types = {{"client.name", model::Type::text},
                        {"completed_at", model::Type::timestamp},
                        {"authorised", model::Type::boolean},
                        {"hangar", model::Type::boolean},
                        {"aircraft.type", model::Type::text}};
  return context;
}

/// The text of an email made from `source`, or the error in angle brackets.
std::string email(const std::string& source,
                  const model::MessageContext& context = sample_context()) {
  const model::Template text{"try", "Subject", source, "", {}};
  const auto rendered = MustacheRenderer().render(text, context, Channel::email);
  return rendered ? rendered->text : "<" + rendered.error().message() + ">";
}

std::string sms(const std::string& source) {
  const model::Template text{"try", "", "", source, {}};
  const auto rendered = MustacheRenderer().render(text, sample_context(), Channel::sms);
  return rendered ? rendered->text : "<" + rendered.error().message() + ">";
}

TEST(Renderer, KnowsEveryName) {
  EXPECT_EQ(email("{{organisation}} {{ref}} [{{breach_ref}}] {{recipient}} {{first_name}} "
                  "{{answer_as}}"),
            "Skyport 7K2 [] Ana Ruiz Ana ana@skyport.example");
  EXPECT_EQ(email("{{title}}, {{source}}: {{why}} {{next}}{{^has_next}}-{{/has_next}}"),
            "Priority clients hear from us within 48 hours of a service, FBO procedure 07: You get "
            "this because it is yours. -");
  EXPECT_EQ(email("{{#has_client}}{{client}}{{/has_client}}"), "Bluewater Aviation");
  auto nobody = sample_context();
  nobody.client.clear();
  EXPECT_EQ(email("[{{client}}{{#has_client}}a{{/has_client}}]", nobody), "[]");
  EXPECT_EQ(email("{{starts}} | {{due}} | {{due_time}} | {{due_in}}"),
            "Sun 22 Nov, 15:00 EST | Tue 24 Nov, 15:00 EST | 15:00 EST | in 24 h");
  EXPECT_EQ(email("[{{stopped}}{{lateness}}{{level}}{{so_far}}{{late}}{{urgent}}]"
                  "{{^has_stopped}}a{{/has_stopped}}{{^has_so_far}}b{{/has_so_far}}"),
            "[]ab");
}

TEST(Renderer, KnowsEscalationsAndAllClears) {
  auto context = sample_context();
  context.level = 2;
  context.so_far = {"01:54 Sam Hill: no answer", "02:04 Kay Brandt: no answer"};
  context.urgent = true;
  context.late = true;
  context.stopped = *parse_instant("2026-11-24T19:20:00Z");
  context.breach_reference = "B-2026-00142";
  EXPECT_EQ(
      email("{{level}} {{breach_ref}} {{stopped}}, {{lateness}}\n{{#has_so_far}}\n{{so_far}}\n"
            "{{/has_so_far}}\n{{#urgent}}urgent{{/urgent}} {{#late}}late{{/late}}",
            context),
      "2 B-2026-00142 Tue 24 Nov, 14:20 EST, 40 min before it was due\n"
      "01:54 Sam Hill: no answer\n"
      "02:04 Kay Brandt: no answer\n"
      "urgent late");
}

TEST(Renderer, SaysHowLongItIs) {
  const auto due_in = [](std::string_view now) {
    auto context = sample_context();
    context.now = *parse_instant(now);
    return email("{{due_in}}", context);
  };
  EXPECT_EQ(due_in("2026-11-23T20:00:00.7Z"), "in 24 h");
  EXPECT_EQ(due_in("2026-11-23T13:40:00.1Z"), "in 30 h 20 min");
  EXPECT_EQ(due_in("2026-11-22T19:00:00Z"), "in 2 d 1 h");
  EXPECT_EQ(due_in("2026-11-24T19:05:00.2Z"), "in 55 min");
  EXPECT_EQ(due_in("2026-11-24T19:59:48Z"), "in 12 s");
  EXPECT_EQ(due_in("2026-11-24T20:00:00.2Z"), "now");
  EXPECT_EQ(due_in("2026-11-24T20:00:59.4Z"), "just now");
  EXPECT_EQ(due_in("2026-11-24T20:01:00Z"), "1 min ago");
  EXPECT_EQ(due_in("2026-11-24T22:00:00.2Z"), "2 h ago");
}

TEST(Renderer, SaysHowLateItWas) {
  const auto lateness = [](std::string_view stopped) {
    auto context = sample_context();
    context.stopped = *parse_instant(stopped);
    return email("{{lateness}}", context);
  };
  EXPECT_EQ(lateness("2026-11-24T19:20:00Z"), "40 min before it was due");
  EXPECT_EQ(lateness("2026-11-24T20:00:00Z"), "on time");
  EXPECT_EQ(lateness("2026-11-24T22:00:00Z"), "2 h late");
}

TEST(Renderer, ShowsFactsByTheirWholeName) {
  EXPECT_EQ(email("{{client.name}}, {{completed_at}}"),
            "Bluewater Aviation, Sun 22 Nov, 15:00 EST");
}

TEST(Renderer, FactsWithNothingInThemAreFalse) {
  EXPECT_EQ(email("{{#client.name}}a{{/client.name}}{{#aircraft.type}}b{{/aircraft.type}}"
                  "{{^aircraft.type}}c{{/aircraft.type}}[{{aircraft.type}}]"),
            "ac[]");
  EXPECT_EQ(email("{{#authorised}}a{{/authorised}}{{#hangar}}b{{/hangar}}{{^hangar}}c{{/hangar}}"),
            "ac");
}

TEST(Renderer, AFactCannotHideAName) {
  auto context = sample_context();
  context.facts["due"] = "never";
  EXPECT_EQ(email("{{due}}", context), "Tue 24 Nov, 15:00 EST");
}

TEST(Renderer, AFactCannotForgeALineOrATag) {
  auto context = sample_context();
  context.facts["client.name"] = "Blue\r\nDue never\t{{ref}} {{> x}} <b>&";
  EXPECT_EQ(email("{{client.name}} {{{client.name}}}", context),
            "Blue Due never {{ref}} {{> x}} <b>& Blue Due never {{ref}} {{> x}} <b>&");
}

TEST(Renderer, RefusesAnUnknownName) {
  EXPECT_EQ(email("{{client.nam}}"), "<template 'try', email: unknown name 'client.nam'>");
  EXPECT_EQ(email("{{customer}}"), "<template 'try', email: unknown name 'customer'>");
  EXPECT_EQ(email("{{#duee}}x{{/duee}}"), "<template 'try', email: unknown name 'duee'>");
  EXPECT_EQ(email("{{^duee}}x{{/duee}}"), "<template 'try', email: unknown name 'duee'>");
}

TEST(Renderer, RefusesPartials) {
  EXPECT_EQ(email("{{> ref}}"),
            "<template 'try', email: '{{> ref}}': a template cannot include another>");
}

TEST(Renderer, RefusesWhatIsNotMustache) {
  EXPECT_EQ(email("{{#late}}x"), "<template 'try', email: Unclosed section \"late\" at 0>");
}

TEST(Renderer, RefusesAnEmptyMessage) {
  EXPECT_EQ(email(""), "<template 'try', email: there is none>");
  EXPECT_EQ(email("{{next}} \n"), "<template 'try', email: nothing is left to say>");
  EXPECT_EQ(sms(""), "<template 'try', sms: there is none>");
  EXPECT_EQ(sms("{{next}}"), "<template 'try', sms: nothing is left to say>");
}

TEST(Renderer, TidiesBlankLines) {
  EXPECT_EQ(email("\n\na  \n{{#late}}\nx\n{{/late}}\n\n\n  b {{next}}\n{{next}}\nc\n\n"),
            "a\n\n  b\n\nc");
}

TEST(Renderer, ASubjectIsOneLine) {
  const model::Template text{"try", "{{ref}}\n {{client.name}} ", "x", "", {}};
  EXPECT_EQ(MustacheRenderer().render(text, sample_context(), Channel::email)->subject,
            "7K2 Bluewater Aviation");
}

TEST(Renderer, AnSmsIsOneLineOfPlainWords) {
  EXPECT_EQ(sms("{{organisation}} –\n  “{{ref}}”\n\n due {{due_time}}…\n"),
            "Skyport - \"7K2\" due 15:00 EST...");
}

}  // namespace
}  // namespace steward::notify
