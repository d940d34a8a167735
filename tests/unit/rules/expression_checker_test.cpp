// SPDX-License-Identifier: MIT
// Every complaint about an expression's names and types, whole.
#include "rules/expression_checker.hpp"

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
  EXPECT_EQ(about_client("teir == 'x' && visits == 'y' && is_vip > true"),
            "r.yaml:1:7: error: 'clients' has no field or relation 'teir'\n"
            "  when: teir == 'x' && visits == 'y' && is_vip > true\n"
            "        ^~~~\n"
            "  = did you mean 'tier'?\n"
            "r.yaml:1:32: error: cannot compare integer with text\n"
            "  when: teir == 'x' && visits == 'y' && is_vip > true\n"
            "                                 ^~~\n"
            "r.yaml:1:46: error: '>' cannot order boolean\n"
            "  when: teir == 'x' && visits == 'y' && is_vip > true\n"
            "                                               ^\n");
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
  EXPECT_EQ(message(about_client("null == null")), "both sides are null");
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
  EXPECT_EQ(message(about_client("interactions.map(i, i.kind).filter(k, true).size() > 0")),
            "'filter' after 'map' is not supported by this version");
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
  EXPECT_EQ(about_client("name.matches('^A')"),
            "r.yaml:1:12: error: 'matches' is not supported by this version\n"
            "  when: name.matches('^A')\n"
            "             ^~~~~~~\n");
  for (const std::string name : {"duration", "int", "string"}) {
    EXPECT_EQ(message(about_client(name + "('1')")),
              "'" + name + "' is not supported by this version");
  }
  for (const std::string name : {"getHours", "sum", "exists_one"}) {
    EXPECT_EQ(message(about_client("last_reviewed_at." + name + "()")),
              "'" + name + "' is not supported by this version");
  }
  for (const std::string symbol : {"-", "*", "/", "%"}) {
    EXPECT_EQ(message(about_client("visits " + symbol + " 2 == 1")),
              "'" + symbol + "' is not supported by this version");
  }
  EXPECT_EQ(message(about_client("visits + 2 == 1")),
            "'+' of integer and integer is not supported by this version");
  EXPECT_EQ(message(about_client("['a'] == name")),
            "a list is only supported on the right of 'in' by this version");
  EXPECT_EQ(about_client("sise(name) == 1"),
            "r.yaml:1:7: error: there is no function 'sise'\n"
            "  when: sise(name) == 1\n"
            "        ^~~~\n"
            "  = did you mean 'size'?\n");
  EXPECT_EQ(message(about_client("name.startswith('x')")),
            "there is no method 'startswith' of text");
  EXPECT_EQ(message(about_client("role('x') == null")), "'role' is known only in 'assign'");
}

TEST(ExpressionChecker, ReadsInstants) {
  EXPECT_EQ(about_delivery("completed_at > timestamp('2026-13-01T00:00:00Z')"),
            "r.yaml:1:32: error: '2026-13-01T00:00:00Z' is not an instant\n"
            "  when: completed_at > timestamp('2026-13-01T00:00:00Z')\n"
            "                                 ^~~~~~~~~~~~~~~~~~~~~~\n"
            "  = write it as timestamp(\"2026-01-31T00:00:00Z\")\n");
  EXPECT_EQ(message(about_delivery("completed_at > timestamp(notes)")),
            "'timestamp' takes a literal text in this version");
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
