// SPDX-License-Identifier: MIT
// Every complaint about an expression's names and types, whole.
#include "rules/expression_checker.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "rules/rule_compiler.hpp"
#include "support/crm_catalog.hpp"

namespace steward::rules {
namespace {

const Naming kNaming{"UTC", "staff", "clients"};

/// All complaints about one part of a rule; the expression stands from column 7 on.
template <class Part>
std::string complaints(const std::string& subject, const std::string& text, Part part) {
  const auto catalog = test::crm_catalog();
  Problems problems;
  problems.add_source("r.yaml", "when: " + text);
  RuleCompiler compiler(catalog, kNaming, *catalog.find(subject), problems);
  EXPECT_FALSE((compiler.*part)(PlacedText(text, {"r.yaml", 1, 7, 1})));
  std::string all;
  for (const auto& problem : problems.sorted()) all += problems.render(problem);
  return all;
}

std::string about_client(const std::string& text) {
  return complaints("clients", text, &RuleCompiler::when);
}
std::string about_delivery(const std::string& text) {
  return complaints("service_deliveries", text, &RuleCompiler::when);
}

/// The first line of a complaint, without its place.
std::string message(const std::string& complaint) {
  const auto start = complaint.find("error: ") + 7;
  return complaint.substr(start, complaint.find('\n') - start);
}

TEST(ExpressionChecker, KnowsTheNamesOfTheSubject) {
  EXPECT_EQ(about_client("teir == 'priority'"),
            "r.yaml:1:7: error: 'clients' has no field or relation 'teir'\n"
            "  when: teir == 'priority'\n"
            "        ^~~~\n"
            "  = did you mean 'tier'?\n");
  EXPECT_EQ(about_delivery("client.accuont_manager.name == 'x'"),
            "r.yaml:1:14: error: 'clients' has no field or relation 'accuont_manager'\n"
            "  when: client.accuont_manager.name == 'x'\n"
            "               ^~~~~~~~~~~~~~~\n"
            "  = did you mean 'account_manager'?\n");
  EXPECT_EQ(complaints("staff", "xyz", &RuleCompiler::when),
            "r.yaml:1:7: error: 'staff' has no field or relation 'xyz'\n"
            "  when: xyz\n"
            "        ^~~\n"
            "  = expected one of: email, id, na\"me:x, name\n");
}

TEST(ExpressionChecker, FindsEveryMistakeOfAnExpression) {
  EXPECT_EQ(about_client("teir == 'x' && visits == 'y' && visits + name > 1"),
            "r.yaml:1:7: error: 'clients' has no field or relation 'teir'\n"
            "  when: teir == 'x' && visits == 'y' && visits + name > 1\n"
            "        ^~~~\n"
            "  = did you mean 'tier'?\n"
            "r.yaml:1:32: error: cannot compare integer with text\n"
            "  when: teir == 'x' && visits == 'y' && visits + name > 1\n"
            "                                 ^~~\n"
            "r.yaml:1:46: error: there is no '+' of integer and text\n"
            "  when: teir == 'x' && visits == 'y' && visits + name > 1\n"
            "                                               ^\n"
            "  = make both sides text: string(…)\n");
}

TEST(ExpressionChecker, KnowsWhichValuesAFieldCanHave) {
  EXPECT_EQ(about_delivery("client.tier == 'prioritty'"),
            "r.yaml:1:22: error: 'client.tier' is never 'prioritty'\n"
            "  when: client.tier == 'prioritty'\n"
            "                       ^~~~~~~~~~~\n"
            "  = did you mean 'priority'? allowed: standard, priority\n");
  EXPECT_EQ(about_client("tier in ['standard', 'gold']"),
            "r.yaml:1:28: error: 'tier' is never 'gold'\n"
            "  when: tier in ['standard', 'gold']\n"
            "                             ^~~~~~\n"
            "  = allowed: standard, priority\n");
}

TEST(ExpressionChecker, KnowsWhichValuesComeOutOfListsAndChoices) {
  EXPECT_EQ(about_client("'gold' in service_deliveries.map(d, d.client.tier)"),
            "r.yaml:1:7: error: 'service_deliveries.map(d, d.client.tier)' never holds 'gold'\n"
            "  when: 'gold' in service_deliveries.map(d, d.client.tier)\n"
            "        ^~~~~~\n"
            "  = allowed: standard, priority\n");
  EXPECT_EQ(about_client("(is_vip ? tier : 'none') == 'prioritty'"),
            "r.yaml:1:35: error: '(is_vip ? tier : 'none')' is never 'prioritty'\n"
            "  when: (is_vip ? tier : 'none') == 'prioritty'\n"
            "                                    ^~~~~~~~~~~\n"
            "  = did you mean 'priority'? allowed: standard, priority, none\n");
  for (const auto* text :
       {"service_deliveries.map(d, d.client.tier).exists(x, x == 'gold')",
        "service_deliveries.map(d, d.client.tier).filter(x, x != 'standard').min() == 'gold'",
        "[tier, 'none'].exists(x, x == 'gold')", "(is_vip ? tier : null) == 'gold'"}) {
    EXPECT_NE(message(about_client(text)).find("is never 'gold'"), std::string::npos) << text;
  }
}

TEST(ExpressionChecker, TakesForKnownOnlyWhatIs) {
  const auto catalog = test::crm_catalog();
  for (const auto* text :
       {"(is_vip ? tier : name) == 'gold'", "[tier, name].exists(x, x == 'gold')",
        "(is_vip ? tier : 'gold') == 'gold'", "tier.upperAscii() == 'GOLD'",
        "tier + 'en' == 'golden'", "'gold' in ['gold']",
        "service_deliveries.map(d, d.client.tier + '!').exists(x, x == 'gold')"}) {
    Problems problems;
    RuleCompiler compiler(catalog, kNaming, *catalog.find("clients"), problems);
    EXPECT_TRUE(compiler.when(PlacedText(text, {"r.yaml", 1, 7, 1}))) << problems.render_all();
  }
}

TEST(ExpressionChecker, RefusesInstantsThatNoCalendarHasInUtc) {
  EXPECT_EQ(about_delivery("completed_at > timestamp('0000-01-01T00:00:00Z')"),
            "r.yaml:1:32: error: '0000-01-01T00:00:00Z' is outside the years 1 to 9999, in UTC\n"
            "  when: completed_at > timestamp('0000-01-01T00:00:00Z')\n"
            "                                 ^~~~~~~~~~~~~~~~~~~~~~\n");
  for (const auto* text : {"0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00"}) {
    EXPECT_EQ(message(about_delivery(fmt::format("completed_at > timestamp('{}')", text))),
              fmt::format("'{}' is outside the years 1 to 9999, in UTC", text));
  }
  const auto catalog = test::crm_catalog();
  Problems problems;
  RuleCompiler compiler(catalog, kNaming, *catalog.find("service_deliveries"), problems);
  EXPECT_TRUE(
      compiler.when(PlacedText("completed_at > timestamp('0001-01-01T01:00:00+01:00') && "
                               "completed_at < timestamp('9999-12-31T23:59:59.999999Z')",
                               {"r.yaml", 1, 7, 1})))
      << problems.render_all();
}

TEST(ExpressionChecker, NamesBothTypes) {
  EXPECT_EQ(about_delivery("completed_at > '2026-01-01'"),
            "r.yaml:1:22: error: cannot compare timestamp with text\n"
            "  when: completed_at > '2026-01-01'\n"
            "                       ^~~~~~~~~~~~\n"
            "  = write an instant as timestamp(\"2026-01-31T00:00:00Z\")\n");
  EXPECT_EQ(message(about_client("visits < null")), "cannot compare integer with null");
  EXPECT_EQ(message(about_delivery("client == 'Air'")),
            "cannot compare a record of 'clients' with text");
  EXPECT_EQ(message(about_delivery("client == aircraft")),
            "cannot compare a record of 'clients' with a record of 'aircraft'");
  EXPECT_EQ(message(about_client("interactions == 3")),
            "cannot compare the records of 'interactions' with integer");
  EXPECT_EQ(message(about_client("visits && is_vip")), "'&&' needs boolean, not integer");
  EXPECT_EQ(message(about_client("!null")), "'!' needs boolean, not null");
  EXPECT_EQ(message(about_client("-name == 'x'")), "'-' needs a number, not text");
  EXPECT_EQ(message(about_client("is_vip ? 1 : 'x'")),
            "'?:' cannot choose between integer and text");
  EXPECT_EQ(message(about_client("name in ['a', 1]")), "cannot compare text with integer");
  EXPECT_EQ(message(about_client("name in interactions")),
            "'in' needs a list, not the records of 'interactions'");
  EXPECT_EQ(message(about_delivery("data == 'x'")),
            "values of type json are not supported by this version");
}

TEST(ExpressionChecker, KnowsToOneFromToMany) {
  EXPECT_EQ(about_client("interactions.kind == 'call'"),
            "r.yaml:1:20: error: 'interactions' stands for many records of 'interactions'\n"
            "  when: interactions.kind == 'call'\n"
            "                     ^~~~\n"
            "  = take the field of each: .map(i, i.kind)\n");
  EXPECT_EQ(about_client("has(interactions)"),
            "r.yaml:1:11: error: the records of 'interactions' is never null\n"
            "  when: has(interactions)\n"
            "            ^~~~~~~~~~~~\n"
            "  = compare size() with 0\n");
  EXPECT_EQ(message(about_delivery("client.filter(c, c.is_vip)")),
            "a record of 'clients' has no method 'filter'");
  EXPECT_EQ(message(about_client("name.first == 1")), "text has no field 'first'");
  EXPECT_EQ(message(about_client("interactions.min() == 1")), "'min' needs a list of values");
}

TEST(ExpressionChecker, ChecksMacros) {
  EXPECT_EQ(about_client("interactions.exists(i.kind == 'x')"),
            "r.yaml:1:20: error: 'exists' takes 2 arguments, not 1\n"
            "  when: interactions.exists(i.kind == 'x')\n"
            "                     ^~~~~~\n");
  EXPECT_EQ(about_client("interactions.exists('i', true)"),
            "r.yaml:1:27: error: the first argument of 'exists' names its variable\n"
            "  when: interactions.exists('i', true)\n"
            "                            ^~~\n"
            "  = write exists(i, …)\n");
  EXPECT_EQ(message(about_client("interactions.all(i, i.kind)")), "'all' needs boolean, not text");
  EXPECT_EQ(message(about_client("interactions.map(i, i.staff).size() > 0")),
            "'map' cannot list a record of 'staff' in this version");
  EXPECT_EQ(message(about_client("interactions.map(i, [i.kind, i.kind]).size() > 0")),
            "'map' cannot list a list of text in this version");
  EXPECT_EQ(message(about_client("interactions.map(i, i.kind).filter(k, k.size()).size() > 0")),
            "'filter' needs boolean, not integer");
  EXPECT_EQ(message(about_client("interactions.map(i, i.kind).sum() == 1")),
            "'sum' cannot add text");
  EXPECT_EQ(message(about_client("interactions.map(i, i.useful).min()")),
            "'min' cannot order boolean");
  // The variable lives in its macro only.
  EXPECT_EQ(message(about_client("interactions.exists(i, i.useful) && i.useful")),
            "'clients' has no field or relation 'i'");
}

TEST(ExpressionChecker, RefusesTheCurrentTime) {
  for (const auto* text : {"completed_at < now", "completed_at < now()"}) {
    EXPECT_EQ(about_delivery(text),
              std::string("r.yaml:1:22: error: a condition never reads the current time\n"
                          "  when: ") +
                  text +
                  "\n                       ^~~\n"
                  "  = say when with the clock's keys: starts, within or due, stops\n");
  }
}

TEST(ExpressionChecker, RefusesByNameWhatItDoesNotKnow) {
  EXPECT_EQ(about_client("name.replace('a', 'b') == 'b'"),
            "r.yaml:1:12: error: 'replace' is not supported by this version\n"
            "  when: name.replace('a', 'b') == 'b'\n"
            "             ^~~~~~~\n");
  for (const std::string name : {"uint", "type", "dyn", "bytes"}) {
    EXPECT_EQ(message(about_client(name + "('1')")),
              "'" + name + "' is not supported by this version");
  }
  EXPECT_EQ(message(about_client("interactions.first() == null")),
            "'first' is not supported by this version");
  EXPECT_EQ(about_client("sise(name) == 1"),
            "r.yaml:1:7: error: there is no function 'sise'\n"
            "  when: sise(name) == 1\n"
            "        ^~~~\n"
            "  = did you mean 'size'?\n");
  EXPECT_EQ(message(about_client("name.startswith('x')")),
            "there is no method 'startswith' of text");
  EXPECT_EQ(message(about_client("role('x') == null")), "'role' is known only in 'assign'");
}

TEST(ExpressionChecker, TypesArithmeticAsCelDoes) {
  EXPECT_EQ(about_client("visits * 1.5 > 2.0"),
            "r.yaml:1:14: error: there is no '*' of integer and number\n"
            "  when: visits * 1.5 > 2.0\n"
            "               ^\n"
            "  = convert one side: double(…) or int(…)\n");
  EXPECT_EQ(message(about_client("score % 2.0 == 0.0")), "there is no '%' of number and number");
  EXPECT_EQ(message(about_client("name - 'x' == 'y'")), "there is no '-' of text and text");
  EXPECT_EQ(message(about_client("[1] + [2] == [1, 2]")),
            "there is no '+' of a list of integer and a list of integer");
  EXPECT_EQ(about_client("last_reviewed_at + 3 > last_reviewed_at"),
            "r.yaml:1:24: error: there is no '+' of timestamp and integer\n"
            "  when: last_reviewed_at + 3 > last_reviewed_at\n"
            "                         ^\n"
            "  = add a duration: duration(\"36h\")\n");
  EXPECT_EQ(message(about_client("last_reviewed_at + last_reviewed_at == null")),
            "there is no '+' of timestamp and timestamp");
  EXPECT_EQ(message(about_client("duration('1h') - last_reviewed_at == null")),
            "there is no '-' of duration and timestamp");
  EXPECT_EQ(message(about_client("duration('1h') * 2 == null")),
            "there is no '*' of duration and integer");
  EXPECT_EQ(about_client("visits / 0 == 1"),
            "r.yaml:1:16: error: '/' by zero has no value\n"
            "  when: visits / 0 == 1\n"
            "                 ^\n");
}

TEST(ExpressionChecker, ChecksLists) {
  EXPECT_EQ(message(about_client("[1, 'a'].size() == 2")),
            "a list cannot hold both integer and text");
  EXPECT_EQ(message(about_client("[interactions].size() == 1")),
            "a list cannot hold the records of 'interactions'");
  EXPECT_EQ(message(about_client("[[1, 2]].size() == 1")),
            "a list of lists is only supported as a list of [from, to], two instants each");
  EXPECT_EQ(message(about_client("['a'] == ['a']")),
            "cannot compare a list of text with a list of text");
  EXPECT_EQ(message(about_client("[1, 2].exists(x, x == 'a')")),
            "cannot compare integer with text");
}

TEST(ExpressionChecker, ReadsInstantsAndDurations) {
  EXPECT_EQ(about_delivery("completed_at > timestamp('2026-13-01T00:00:00Z')"),
            "r.yaml:1:32: error: '2026-13-01T00:00:00Z' is not an instant\n"
            "  when: completed_at > timestamp('2026-13-01T00:00:00Z')\n"
            "                                 ^~~~~~~~~~~~~~~~~~~~~~\n"
            "  = write it as timestamp(\"2026-01-31T00:00:00Z\")\n");
  EXPECT_EQ(about_delivery("completed_at + duration('2 days') == null"),
            "r.yaml:1:31: error: '2 days' is not a duration\n"
            "  when: completed_at + duration('2 days') == null\n"
            "                                ^~~~~~~~\n"
            "  = write it as duration(\"36h\"), with h, m, s, ms, us or ns\n");
  EXPECT_EQ(message(about_delivery("int(duration('1h')) == 3600")),
            "'int' cannot convert duration");
  EXPECT_EQ(message(about_client("int('12x') == 1")), "'12x' is no integer");
  EXPECT_EQ(message(about_client("double('1,5') == 1.5")), "'1,5' is no number");
  EXPECT_EQ(message(about_client("bool('yes')")), "'yes' is no boolean");
  EXPECT_EQ(message(about_client("bool(visits)")), "'bool' cannot convert integer");
  EXPECT_EQ(message(about_client("int(is_vip) == 1")), "'int' cannot convert boolean");
}

TEST(ExpressionChecker, ChecksTheZonesOfAccessors) {
  EXPECT_EQ(about_client("last_reviewed_at.getHours('Mars/Olympus') == 1"),
            "r.yaml:1:33: error: 'Mars/Olympus' is not a time zone\n"
            "  when: last_reviewed_at.getHours('Mars/Olympus') == 1\n"
            "                                  ^~~~~~~~~~~~~~\n"
            "  = expected an IANA name, \"America/New_York\", or an offset, \"+05:30\"\n");
  EXPECT_EQ(message(about_client("last_reviewed_at.getHours(name) == 1")),
            "'getHours' takes its time zone as a literal text");
  EXPECT_EQ(message(about_client("onboarded_on.getMonth('UTC') == 1")), "a date has no time zone");
  EXPECT_EQ(message(about_client("duration('1h').getFullYear() == 1")),
            "duration has no method 'getFullYear'");
  EXPECT_EQ(message(about_client("name.getHours('UTC') == 1")), "text has no method 'getHours'");
}

TEST(ExpressionChecker, WarnsWhereAnAuthorCouldBeSurprised) {
  const auto warnings = [](const std::string& text) {
    const auto catalog = test::crm_catalog();
    Problems problems;
    problems.add_source("r.yaml", "when: " + text);
    RuleCompiler compiler(catalog, kNaming, *catalog.find("clients"), problems);
    EXPECT_TRUE(compiler.when(PlacedText(text, {"r.yaml", 1, 7, 1}))) << problems.render_all();
    std::string all;
    for (const auto& problem : problems.sorted()) all += problems.render(problem);
    return all;
  };
  EXPECT_EQ(
      warnings("last_reviewed_at.getHours() < 9"),
      "r.yaml:1:24: warning: 'getHours' without a time zone answers in UTC\n"
      "  when: last_reviewed_at.getHours() < 9\n"
      "                         ^~~~~~~~\n"
      "  = name one: getHours(\"America/New_York\"), or getHours(\"UTC\") if that is meant\n");
  EXPECT_EQ(warnings("last_reviewed_at + duration('1500ns') == null"),
            "r.yaml:1:35: warning: durations are exact to the microsecond: what is below is "
            "dropped\n"
            "  when: last_reviewed_at + duration('1500ns') == null\n"
            "                                    ^~~~~~~~\n");
  EXPECT_EQ(warnings("last_reviewed_at.getHours('+05:30') < 9 && onboarded_on.getMonth() == 0"),
            "");
}

TEST(ExpressionChecker, ChecksPatterns) {
  EXPECT_EQ(about_client("name.matches('^A(?=b)')"),
            "r.yaml:1:23: error: a pattern cannot have (?=, (?!, (?<= or (?<! in this version\n"
            "  when: name.matches('^A(?=b)')\n"
            "                        ^~~\n"
            "  = RE2 has none either\n");
  EXPECT_EQ(message(about_client("name.matches(name)")),
            "'matches' takes its pattern as a literal text");
}

TEST(ExpressionChecker, FindsConditionsThatCanNeverHold) {
  EXPECT_EQ(about_client("tier == 'standard' && is_vip && tier == 'priority'"),
            "r.yaml:1:39: error: this condition can never hold: 'tier == 'priority'' excludes "
            "'tier == 'standard''\n"
            "  when: tier == 'standard' && is_vip && tier == 'priority'\n"
            "                                        ^~~~~~~~~~~~~~~~~~\n"
            "  = the other stands in line 1, column 7\n");
  EXPECT_EQ(message(about_client("is_vip && false")),
            "this condition can never hold: 'false' is never true");
  const std::string never = "this condition can never hold: ";
  for (const auto* text :
       {"visits > 5 && visits < 3", "visits >= 5 && 5 > visits", "visits == null && visits > 3",
        "visits == null && visits != null", "is_vip && !is_vip",
        "name == 'a' && name in ['b', 'c']", "visits == 3 && visits != 3",
        "(visits > 5 || is_vip) && !is_vip && is_vip",
        "tier == 'standard' && tier == 'priority' || false", "!(visits > 5 || visits <= 5)",
        "last_reviewed_at > timestamp('2026-01-02T00:00:00Z') && "
        "last_reviewed_at < timestamp('2026-01-01T00:00:00Z')",
        "interactions.exists(i, i.kind == 'a' && i.kind == 'b')",
        "interactions.filter(i, i.kind == 'a').exists(i, i.kind == 'b')"}) {
    EXPECT_EQ(message(about_client(text)).substr(0, never.size()), never) << text;
  }
}

TEST(ExpressionChecker, TakesForPossibleWhatItCannotTell) {
  const auto catalog = test::crm_catalog();
  for (const auto* text :
       {"visits > 5 && visits < 7", "visits >= 5 && visits <= 5", "visits == null && visits != 3",
        "visits != 3 && visits != 4", "name == 'a' || name == 'b'", "name > 'a' && name < 'b'",
        "visits == 3 && score == 4.0", "visits == 3 && visits == 3.0", "visits > visits",
        "account_manager.name == 'a' && name == 'b'", "tier in ['standard'] && tier != 'priority'",
        "interactions.exists(i, i.kind == 'a') && interactions.exists(i, i.kind == 'b')",
        "!interactions.exists(i, i.kind == 'a' && i.kind == 'b')"}) {
    Problems problems;
    RuleCompiler compiler(catalog, kNaming, *catalog.find("clients"), problems);
    EXPECT_TRUE(compiler.when(PlacedText(text, {"r.yaml", 1, 7, 1}))) << problems.render_all();
  }
}

TEST(ExpressionChecker, SaysWhatEachPartOfARuleMustBe) {
  const auto about = [](const std::string& text, auto part) {
    return message(complaints("service_deliveries", text, part));
  };
  EXPECT_EQ(about("status", &RuleCompiler::when), "'when' must be boolean, not text");
  EXPECT_EQ(about("status", &RuleCompiler::starts),
            "'starts' must be a timestamp or a date, not text");
  EXPECT_EQ(about("null", &RuleCompiler::stops), "'stops' must be a timestamp or a date, not null");
  EXPECT_EQ(about("client.interactions.map(i, i.occurred_at)", &RuleCompiler::due),
            "'due' must be a timestamp or a date, not a list of timestamp");
  EXPECT_EQ(about("client", &RuleCompiler::assign),
            "'assign' must lead to 'staff', not to 'clients'");
  EXPECT_EQ(about("status", &RuleCompiler::assign),
            "'assign' must lead to a person or be role(\"…\"), not text");
  EXPECT_EQ(about("client == null ? role('x') : aircraft", &RuleCompiler::assign),
            "'assign' must lead to 'staff', not to 'aircraft'");
}

TEST(ExpressionChecker, RefusesASubjectWithoutAKey) {
  EXPECT_EQ(complaints("remarks", "client != null", &RuleCompiler::when),
            "r.yaml:1:7: error: 'remarks' has no primary key\n"
            "  when: client != null\n"
            "        ^~~~~~~~~~~~~~\n"
            "  = say which columns tell its records apart, as 'key' under 'entities' in "
            "model.yaml\n");
}

TEST(ExpressionChecker, AMessageShowsValuesOnly) {
  const auto catalog = test::crm_catalog();
  Problems problems;
  RuleCompiler compiler(catalog, kNaming, *catalog.find("service_deliveries"), problems);
  EXPECT_FALSE(compiler.fact("client", PlacedText("client", {"t.yaml", 3, 4, 1})));
  EXPECT_EQ(problems.render(problems.sorted().front()),
            "t.yaml:3:4: error: a message cannot show a record of 'clients'\n"
            "  = name one of its fields\n");
}

}  // namespace
}  // namespace steward::rules
