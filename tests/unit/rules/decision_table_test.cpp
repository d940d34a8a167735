// SPDX-License-Identifier: MIT
// Tables over fields: how they are read, what is wrong with one, and the SQL that chooses a row.
#include "rules/decision_table.hpp"

#include <gtest/gtest.h>

#include "rules/yaml_parser.hpp"
#include "support/crm_catalog.hpp"

namespace steward::rules {
namespace {

struct Outcome {
  std::string complaints;
  std::optional<DecisionTable> table;
  std::string sql;  ///< of the row's number, over service_deliveries
};

Outcome read_table(const std::string& text) {
  Outcome outcome;
  Problems problems;
  problems.add_source("f.yaml", text);
  const auto catalog = test::crm_catalog();
  const auto node = parse_yaml(SourceText("f.yaml", text), problems);
  if (node) outcome.table = read_decision_table(*node, "'within' of rule 'x'", problems);
  if (outcome.table) {
    Frame frame(catalog, *catalog.find("service_deliveries"));
    const auto checked = check_table(*outcome.table, frame, problems);
    SqlWriter writer("UTC");
    if (checked) outcome.sql = row_number(*checked, writer);
  }
  outcome.complaints = problems.render_all();
  return outcome;
}

TEST(DecisionTable, ChoosesTheFirstRowThatFits) {
  const auto read = read_table(
      "by: [client.tier, client.visits, client.is_vip]\n"
      "rows:\n"
      "  - [priority, 3, \"*\", 24h]\n"
      "  - [priority, any, true, 36h]\n"
      "  - [\"*\", any, \"*\", 48h]\n"
      "default: 72h\n");
  EXPECT_EQ(read.complaints, "");
  EXPECT_EQ(read.sql,
            "(case when cast(r1.\"tier\" as text) = cast(:p1 as text) and r1.\"visits\" = "
            "cast(:p2 as bigint) then 1 when cast(r1.\"tier\" as text) = cast(:p1 as text) and "
            "r1.\"is_vip\" = true then 2 when true then 3 else 4 end)");
  EXPECT_EQ(read.table->row_in_words(1), "priority, 3, any");
  EXPECT_EQ(read.table->row_in_words(4), "default");
  EXPECT_EQ(read.table->otherwise.text.text(), "72h");
}

TEST(DecisionTable, MayBeAboutOneField) {
  const auto table = read_table("by: status\nrows: [[completed, 1h]]\ndefault: 2h\n");
  EXPECT_EQ(table.complaints, "");
  EXPECT_EQ(table.sql, "(case when s.\"status\" = cast(:p1 as text) then 1 else 2 end)");
}

TEST(DecisionTable, SaysWhatIsMissing) {
  EXPECT_EQ(read_table("by: status\n").complaints,
            "f.yaml:1:1: error: 'within' of rule 'x' has no 'rows'\n"
            "  by: status\n"
            "  ^\n"
            "  = 'rows' is a value for each of them, and what is chosen then\n"
            "f.yaml:1:1: error: 'within' of rule 'x' has no 'default'\n"
            "  by: status\n"
            "  ^\n"
            "  = 'default' is what is chosen when no row fits\n"
            "2 errors, 0 warnings\n");
  EXPECT_EQ(read_table("by: []\nrows: []\ndefault: 1h\n").complaints,
            "f.yaml:1:5: error: 'by' must be a list of one to three expressions\n"
            "  by: []\n"
            "      ^\n"
            "  = for example [service_type, client.tier]\n"
            "f.yaml:2:7: error: 'rows' is an empty list\n"
            "  rows: []\n"
            "        ^\n"
            "2 errors, 0 warnings\n");
}

TEST(DecisionTable, WantsAColumnForEachField) {
  EXPECT_EQ(read_table("by: [status, notes]\nrows:\n  - [completed, 1h]\n  - [completed, [a], 1h]\n"
                       "default: 2h\n")
                .complaints,
            "f.yaml:3:5: error: a row of this table has 3 columns\n"
            "    - [completed, 1h]\n"
            "      ^\n"
            "  = a value or \"*\" for each expression of 'by', and at last what is chosen\n"
            "f.yaml:4:17: error: a value or \"*\" is expected here\n"
            "    - [completed, [a], 1h]\n"
            "                  ^\n"
            "2 errors, 0 warnings\n");
}

TEST(DecisionTable, RefusesTheSameRowTwiceAndWarnsOfOneThatIsHidden) {
  EXPECT_EQ(read_table("by: [status, notes]\nrows:\n  - [completed, \"*\", 1h]\n"
                       "  - [completed, any, 2h]\n  - [completed, late, 3h]\ndefault: 2h\n")
                .complaints,
            "f.yaml:4:5: error: the row asks for the same as row 1\n"
            "    - [completed, any, 2h]\n"
            "      ^\n"
            "  = the first row that fits is chosen: keep one of them\n"
            "f.yaml:5:5: warning: the row is never chosen: row 1 fits first\n"
            "    - [completed, late, 3h]\n"
            "      ^\n"
            "  = put the narrower row before it\n"
            "1 error, 1 warning\n");
}

TEST(DecisionTable, ComparesRowsByWhatTheirValuesMean) {
  const auto table = read_table(
      "by: [client.visits, client.is_vip, status]\nrows:\n  - [1, any, any, 1h]\n"
      "  - [01, \"*\", \"*\", 2h]\n  - [2, true, completed, 3h]\n  - [any, true, any, 4h]\n"
      "  - [any, true, completed, 5h]\n  - [1, true, completed, 6h]\n  - [3, any, any, 7h]\n"
      "default: 2h\n");
  EXPECT_EQ(table.complaints,
            "f.yaml:4:5: error: the row asks for the same as row 1\n"
            "    - [01, \"*\", \"*\", 2h]\n"
            "      ^\n"
            "  = the first row that fits is chosen: keep one of them\n"
            "f.yaml:7:5: warning: the row is never chosen: row 4 fits first\n"
            "    - [any, true, completed, 5h]\n"
            "      ^\n"
            "  = put the narrower row before it\n"
            "f.yaml:8:5: warning: the row is never chosen: row 1 fits first\n"
            "    - [1, true, completed, 6h]\n"
            "      ^\n"
            "  = put the narrower row before it\n"
            "1 error, 2 warnings\n");
  const auto of_numbers = [](const std::string& rows) {
    return read_table("by: client.credit\nrows: [" + rows + "]\ndefault: 2h\n").complaints;
  };
  EXPECT_NE(of_numbers("[1.0, 1h], [1, 2h]").find("the same as row 1"), std::string::npos);
  EXPECT_NE(of_numbers("[nan, 1h]").find("error: 'nan' is not "), std::string::npos);
  EXPECT_NE(of_numbers("[inf, 1h]").find("error: 'inf' is not "), std::string::npos);
}

std::string rows_of(int count) {
  std::string rows;
  for (int row = 0; row < count; ++row) {
    rows += "  - [" + std::to_string(row) + ", any, 1h]\n";
  }
  return "by: [client.visits, status]\nrows:\n" + rows + "default: 2h\n";
}

TEST(DecisionTable, HasAThousandRowsAtMost) {
  EXPECT_EQ(read_table(rows_of(1000)).complaints, "");
  EXPECT_EQ(read_table(rows_of(8000)).complaints,
            "f.yaml:1003:5: error: a table has at most 1000 rows\n"
            "    - [1000, any, 1h]\n"
            "      ^\n"
            "  = so much belongs in a table of the database: name its field\n"
            "1 error, 0 warnings\n");
}

TEST(DecisionTable, ChecksValuesAgainstTheirFields) {
  EXPECT_EQ(read_table("by: [status, client.visits, client.is_vip]\nrows:\n"
                       "  - [complete, many, maybe, 1h]\ndefault: 2h\n")
                .complaints,
            "f.yaml:3:6: error: 'status' is never 'complete'\n"
            "    - [complete, many, maybe, 1h]\n"
            "       ^~~~~~~~\n"
            "  = did you mean 'completed'? allowed: scheduled, completed\n"
            "f.yaml:3:16: error: 'many' is not integer\n"
            "    - [complete, many, maybe, 1h]\n"
            "                 ^~~~\n"
            "  = 'client.visits' is integer\n"
            "f.yaml:3:22: error: 'maybe' is not boolean\n"
            "    - [complete, many, maybe, 1h]\n"
            "                       ^~~~~\n"
            "  = 'client.is_vip' is boolean\n"
            "3 errors, 0 warnings\n");
}

TEST(DecisionTable, RefusesFieldsThatCannotChoose) {
  EXPECT_EQ(
      read_table("by: [client, completed_at]\nrows:\n  - [1, 2, 1h]\ndefault: 2h\n").complaints,
      "f.yaml:1:6: error: a table cannot choose by a record of 'clients'\n"
      "  by: [client, completed_at]\n"
      "       ^~~~~~\n"
      "  = name one of its fields\n"
      "f.yaml:1:14: error: a table cannot choose by timestamp\n"
      "  by: [client, completed_at]\n"
      "               ^~~~~~~~~~~~\n"
      "  = it chooses by text, numbers and booleans; give an expression of those\n"
      "2 errors, 0 warnings\n");
}

}  // namespace
}  // namespace steward::rules
