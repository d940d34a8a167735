// SPDX-License-Identifier: MIT
// `steward eval` as a shell runs it: what an expression is on facts, on a record, on JSON Lines.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "support/reference_crm.hpp"
#include "support/skyport.hpp"
#include "support/steward_command.hpp"
#include "support/test_database.hpp"

namespace steward::test {
namespace {

class EvalCommandTest : public testing::Test {
 protected:
  void write(const std::string& file, const std::string& text) {
    std::ofstream(steward.folder() / file) << text;
  }

  /// Each line and its answer, in one run.
  void expect_answers(const std::vector<std::pair<std::string, std::string>>& rows) {
    std::string lines;
    std::string expected;
    for (const auto& [line, answer] : rows) {
      lines += line + "\n";
      expected += answer + "\n";
    }
    write("lines", lines);
    const auto result = steward.run("eval --jsonl < lines");
    EXPECT_EQ(result.output, expected);
    EXPECT_EQ(result.errors, "");
    EXPECT_EQ(result.exit_code, 0);
  }

  TestDatabase database;
  StewardCommand steward{database.connection()};
};

TEST_F(EvalCommandTest, AnswersJsonLines) {
  expect_answers({
      {R"x({"expr":"1 + 2 == 3"})x", R"x({"value":true})x"},
      {R"x({"expr":"n * 2 > 3 ? \"a\" : \"b\"","facts":{"n":2}})x", R"x({"value":"a"})x"},
      {R"x({"expr":"7 / 2"})x", R"x({"value":3})x"},
      {R"x({"expr":"-7 % 3"})x", R"x({"value":-1})x"},
      {R"x({"expr":"n / d","facts":{"n":1,"d":0}})x", R"x({"value":null})x"},
      {R"x({"expr":"9223372036854775807 + n","facts":{"n":1}})x", R"x({"value":null})x"},
      {R"x({"expr":"[1, 2, 3].map(x, x * 2)"})x", R"x({"value":[2,4,6]})x"},
      {R"x({"expr":"xs.sum()","facts":{"xs":[1,2,3]}})x", R"x({"value":6})x"},
      {R"x({"expr":"parts.filter(p, p.n > 1).size()","facts":{"parts":[{"n":1},{"n":2}]}})x",
       R"x({"value":1})x"},
      {R"x({"expr":"timestamp(\"2026-01-31T00:00:00Z\") + duration(\"90m\")"})x",
       R"x({"value":"2026-01-31T01:30:00Z"})x"},
      {R"x({"expr":"duration(\"90m\")"})x", R"x({"value":"5400s"})x"},
      {R"x({"expr":"null"})x", R"x({"value":null})x"},
  });
}

TEST_F(EvalCommandTest, TakesNullsForWhatTheyStandFor) {
  expect_answers({
      {R"x({"expr":"[[a, b]]","facts":{"a":null,"b":null}})x", R"x({"value":[[null,null]]})x"},
      {R"x({"expr":"parts.map(p, [p.a, null])","facts":{"parts":[{"a":null}]}})x",
       R"x({"value":[[null,null]]})x"},
      {R"x({"expr":"[1, 2,]"})x", R"x({"value":[1,2]})x"},
      {R"x({"expr":"1e-324 / 2.0"})x", R"x({"value":0E0})x"},
      {R"x({"expr":"double('1e-324') < 5e-324"})x", R"x({"value":true})x"},
  });
}

TEST_F(EvalCommandTest, ReadsOnlyWhatTheExpressionReads) {
  std::string facts;
  std::string parts;
  for (int i = 0; i < 3000; ++i) {
    const auto name = "\"m" + std::to_string(i) + "\":";
    facts += name + std::to_string(i) + ",";
    parts += (i == 0 ? "{" : ",{") + name + std::to_string(i) + "}";
  }
  const auto line = [&](const std::string& expression) {
    return R"x({"expr":")x" + expression + R"x(","facts":{)x" + facts + R"x("parts":[)x" + parts +
           "]}}";
  };
  expect_answers({{line("m7 + m2999"), R"x({"value":3006})x"},
                  {line("parts.filter(p, p.m5 == 5).size()"), R"x({"value":1})x"}});
}

TEST_F(EvalCommandTest, SaysWhatIsWrongWithALineAndGoesOn) {
  expect_answers({
      {R"x({"expr":"teir == 1","facts":{"tier":1}})x",
       R"x({"error":"'facts' has no field or relation 'teir'","hint":"did you mean 'tier'?",)x"
       R"x("line":1,"column":1})x"},
      {R"x({"expr":"1 +\n  now"})x",
       R"x({"error":"a condition never reads the current time",)x"
       R"x("hint":"say when with the clock's keys: starts, within or due, stops",)x"
       R"x("line":2,"column":3})x"},
      {R"x({"expr":"10 / 0"})x", R"x({"error":"'/' by zero has no value","line":1,"column":6})x"},
      {"not json", R"x({"error":"not JSON at character 1: syntax error"})x"},
      {R"x({"expr":"true"})x", R"x({"value":true})x"},
  });
}

TEST_F(EvalCommandTest, ValuesOfFactsAreInertInSql) {
  expect_answers({
      {R"x({"expr":"t","facts":{"t":"'; drop schema crm cascade; --"}})x",
       R"x({"value":"'; drop schema crm cascade; --"})x"},
      {R"x({"expr":"t == \"\\\"; select 1; --\"","facts":{"t":"\"; select 1; --"}})x",
       R"x({"value":true})x"},
      {R"x({"expr":"t.contains(\"%\")","facts":{"t":"100% \\ :keys $1 ''"}})x",
       R"x({"value":true})x"},
  });
}

TEST_F(EvalCommandTest, ReadsFactsFromFiles) {
  write("facts.json", R"x({"client": {"name": "Heron", "parts": [{"n": 1}, {"n": 5}]}})x");
  write("facts.yaml", "client:\n  name: Heron\n  parts: [{n: 1}, {n: 5}]\n");
  for (const std::string file : {"facts.json", "facts.yaml"}) {
    const auto result = steward.run("eval 'client.parts.map(p, p.n).max() * 2' --facts " + file);
    EXPECT_EQ(result.output, "10\n") << file;
    EXPECT_EQ(result.errors, "") << file;
    EXPECT_EQ(result.exit_code, 0) << file;
  }
  const auto wrong = steward.run("eval 'clint.name' --facts facts.json");
  EXPECT_EQ(wrong.errors,
            "expression:1:1: error: 'facts' has no field or relation 'clint'\n"
            "  clint.name\n"
            "  ^~~~~\n"
            "  = did you mean 'client'?\n"
            "1 error, 0 warnings\n");
  EXPECT_EQ(wrong.exit_code, 1);
}

TEST_F(EvalCommandTest, LooksAtARecordWithoutWriting) {
  install_reference_crm(database);
  database.run(kSkyport);
  const auto tier = steward.run("eval 'account_manager.name + \", \" + tier' --subject clients/1");
  EXPECT_EQ(tier.output, "\"Ana Reyes, priority\"\n");
  EXPECT_EQ(tier.exit_code, 0);
  EXPECT_EQ(steward.run("eval 'tier' --subject clients/99").exit_code, 1);
  EXPECT_EQ(steward.run("eval 'tier' --subject cleints/1").exit_code, 1);
  const auto misspelt = steward.run("eval 'tier' --subject clients/abc");
  EXPECT_EQ(misspelt.errors,
            "clients: error: 'abc' cannot be the key of a record\n1 error, 0 warnings\n");
  EXPECT_EQ(misspelt.exit_code, 1);
}

TEST_F(EvalCommandTest, NeedsADatabase) {
  const auto result = StewardCommand("").run_bare("eval 1");
  EXPECT_EQ(result.errors,
            "steward: expressions are evaluated by PostgreSQL, and no database is configured: name "
            "a configuration with --config FILE, or set STEWARD_DATABASE in the environment\n");
  EXPECT_EQ(result.exit_code, 2);
}

}  // namespace
}  // namespace steward::test
