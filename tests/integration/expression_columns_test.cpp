// SPDX-License-Identifier: MIT
// Columns as the catalog has them: every type that expressions read, texts of any collation, and
// numbers of any size. None of them may make a rule's statement fail.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "rules/expression_checker.hpp"
#include "rules/expression_parser.hpp"
#include "rules/sql_writer.hpp"
#include "steward/model/key_sql.hpp"
#include "steward/store/catalog.hpp"
#include "steward/store/database.hpp"
#include "store/session.hpp"
#include "support/test_database.hpp"

namespace steward::rules {
namespace {

constexpr const char* kColumnTables = R"(
create schema cols;
create collation cols.any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
create type cols.mood as enum ('glad', 'sad');
create table cols.codes (code text collate "POSIX" primary key);
create table cols.things (
  id uuid primary key, plain text, c text collate "C", posix text collate "POSIX",
  loose text collate cols.any_case, label name, ci varchar(20) collate cols.any_case,
  list text[] collate "POSIX", moods cols.mood[], other_id uuid references cols.things,
  code text collate "C" references cols.codes, ids uuid[],
  big numeric, bigs numeric[], wide numrange, f8 double precision, f4 real, f8s double precision[]);
insert into cols.codes values ('x');
insert into cols.things values
  ('00000000-0000-0000-0000-0000000000ab', 'Ab', 'Ab', 'Ab', 'Ab', 'Ab', 'Ab', '{Ab,z}',
   '{glad,null}', null, 'x', '{00000000-0000-0000-0000-0000000000ab}', '1e100000',
   '{1e100000,2}', '[-1e100000,1e100000]', 9007199254740991, 0.1, '{0.1,1e308}'),
  ('00000000-0000-0000-0000-0000000000cd', null, null, null, null, null, null, null, null,
   '00000000-0000-0000-0000-0000000000ab', null, null, null, null, null, '-Infinity', 'NaN', null);
)";

class ExpressionColumnsTest : public testing::Test {
 protected:
  ExpressionColumnsTest() {
    database.run(kColumnTables);
    store::Pool pool(store::complete_connection(database.connection()).value(), 1);
    model = store::read_catalog(pool, "cols").value();
  }

  std::string on(const std::string& key, const std::string& text) {
    Problems problems;
    const PlacedText placed(text, {"x", 1, 1, 1});
    const auto expression = parse_expression(placed, problems);
    if (!expression) return problems.render_all();
    const auto& things = *model.find("things");
    Frame frame(model, things);
    ExpressionChecker checker(frame, placed, Roles::refused, problems);
    const auto value = checker.as_scalar(checker.check(*expression));
    if (value.shape == Shape::wrong) return problems.render_all();
    SqlWriter writer("UTC");
    auto sql = "select cast(" + writer.answer(value) + " as text) as v";
    sql += SqlWriter::from(*frame.subject().source) + " where " +
           model::is_among_keys("s", things.key, model::sql_types(things, things.key), ":keys");
    try {
      const auto rows = session.query({sql, writer.take_binds()}, {{"keys", std::vector{key}}});
      return rows.only().optional_text("v").value_or("null");
    } catch (const store::StatementFailed& failed) {
      return std::string("FAILED ") + failed.what() + "\n" + sql;
    }
  }
  std::string value(const std::string& text) {
    return on("00000000-0000-0000-0000-0000000000ab", text);
  }
  std::string of_other(const std::string& text) {
    return on("00000000-0000-0000-0000-0000000000cd", text);
  }

  test::TestDatabase database;
  store::Session session{store::complete_connection(database.connection()).value()};
  model::Catalog model;
};

TEST_F(ExpressionColumnsTest, Texts_compare_byte_by_byte_whatever_their_collation) {
  for (const std::string a : {"plain", "c", "posix", "loose", "label", "ci"}) {
    for (const std::string b : {"plain", "c", "posix", "loose", "label", "ci"}) {
      EXPECT_EQ(value(a + " == " + b), "true") << a << " " << b;
      EXPECT_EQ(value(a + " >= " + b + " && " + a + " in [" + b + ", 'q']"), "true") << a << b;
      EXPECT_EQ(value(a + " + " + b), "\"AbAb\"") << a << " " << b;
      EXPECT_EQ(value("[" + a + ", " + b + "].max()"), "\"Ab\"") << a << " " << b;
      EXPECT_EQ(value("(" + a + " == null ? " + a + " : " + b + ") == 'Ab'"), "true") << a << b;
    }
    EXPECT_EQ(value(a + " == 'ab'"), "false") << a;
    EXPECT_EQ(value(a + " != 'ab' && " + a + " > 'AA'"), "true") << a;
    EXPECT_EQ(value(a + " in ['ab', 'aB']"), "false") << a;
    EXPECT_EQ(value(a + " in list"), "true") << a;
    EXPECT_EQ(value(a + ".contains('b') && !" + a + ".contains('B')"), "true") << a;
    EXPECT_EQ(value(a + ".startsWith('A') && !" + a + ".startsWith('a')"), "true") << a;
    EXPECT_EQ(value(a + ".endsWith('b') && !" + a + ".endsWith('B')"), "true") << a;
    EXPECT_EQ(value(a + ".matches('^A') && !" + a + ".matches('^a')"), "true") << a;
    EXPECT_EQ(value(a + ".lowerAscii().trim() == 'ab'"), "true") << a;
    EXPECT_EQ(of_other(a + " == null && " + a + ".contains('a') == null"), "true") << a;
  }
  EXPECT_EQ(value("list.filter(x, x == 'ab').size()"), "0");
  EXPECT_EQ(value("list.exists(x, x == loose)"), "true");
}

TEST_F(ExpressionColumnsTest, Relations_join_columns_of_two_collations) {
  EXPECT_EQ(of_other("other.posix == other.loose"), "true");
  EXPECT_EQ(value("code == 'x' && code.code == 'x' && other == null"), "true");
}

TEST_F(ExpressionColumnsTest, The_databases_own_collation_is_left_alone) {
  EXPECT_EQ(model.find("things")->field("plain")->collation, "");
  EXPECT_EQ(model.find("things")->field("moods")->collation, "");
  EXPECT_EQ(model.find("things")->field("c")->collation, "pg_catalog.\"C\"");
  EXPECT_EQ(model.find("things")->field("loose")->collation, "cols.any_case");
  EXPECT_EQ(model.find("things")->field("list")->collation, "pg_catalog.\"POSIX\"");
}

TEST_F(ExpressionColumnsTest, Uuids_are_texts_in_lower_case) {
  EXPECT_EQ(value("id"), "\"00000000-0000-0000-0000-0000000000ab\"");
  EXPECT_EQ(value("string(id) == id && id.endsWith('ab')"), "true");
  EXPECT_EQ(value("id == '00000000-0000-0000-0000-0000000000ab'"), "true");
  EXPECT_EQ(value("id == '00000000-0000-0000-0000-0000000000AB' || id == 'x'"), "false");
  EXPECT_EQ(value("id in ids && ids.exists(i, i == id)"), "true");
  EXPECT_EQ(value("ids"), "[\"00000000-0000-0000-0000-0000000000ab\"]");
  EXPECT_EQ(of_other("other_id == other.id"), "true");
  EXPECT_EQ(value("things.size()"), "1");
}

TEST_F(ExpressionColumnsTest, Lists_of_an_enum_hold_its_values_alone) {
  EXPECT_EQ(value("'glad' in moods"), "true");
  EXPECT_EQ(value("'gald' in moods"),
            "x:1:1: error: 'moods' never holds 'gald'\n  = did you mean 'glad'? allowed: glad, "
            "sad\n1 error, 0 warnings\n");
  EXPECT_EQ(value("moods.exists(m, m == 'zzz')"),
            "x:1:22: error: 'm' is never 'zzz'\n  = allowed: glad, sad\n1 error, 0 warnings\n");
}

TEST_F(ExpressionColumnsTest, Numbers_of_any_size_can_be_reckoned_with) {
  for (const std::string huge :
       {"big", "bigs.max()", "bigs.filter(b, b > 2.0).min()", "(big > 0.0 ? big : 1.0)",
        "upper(wide)", "lower(wide)", "[big, 1.0].max()"}) {
    for (const std::string symbol : {"+", "-", "*", "/"}) {
      EXPECT_EQ(value(huge + " " + symbol + " " + huge), "null") << huge << symbol;
      EXPECT_EQ(value("2.0 " + symbol + " " + huge), "null") << huge << symbol;
    }
    EXPECT_EQ(value("-" + huge), "null") << huge;
    EXPECT_EQ(value(huge + " == " + huge), "true") << huge;
  }
  EXPECT_EQ(value("bigs.map(e, e * e).max()"), "4");
  EXPECT_EQ(value("bigs.map(e, e * e).size()"), "2");
  EXPECT_EQ(value("bigs.map(e, e + 1.0).sum() + bigs.sum() == 5.0"), "true");
}

TEST_F(ExpressionColumnsTest, Floats_have_all_their_digits) {
  EXPECT_EQ(value("f8 == 9007199254740991 && f8 == 9007199254740991.0"), "true");
  EXPECT_EQ(value("f8 + 1.0 == 9007199254740992.0"), "true");
  EXPECT_EQ(value("f8"), "9007199254740991");
  EXPECT_EQ(value("f4 == 0.1 && f4 in [0.1] && 0.1 in f8s"), "true");
  EXPECT_EQ(value("f8s.max() == 1e308"), "true");
  EXPECT_EQ(of_other("f8 < -1e308 && f4 == null"), "true");
  session.execute("set extra_float_digits = 1");
  session.execute(
      "update cols.things set f8 = 0.1::float8 + 0.2::float8, f4 = 16777216 where c is not null");
  EXPECT_EQ(value("f8 == 0.30000000000000004 && f8 != 0.3"), "true");
  EXPECT_EQ(value("f4 == 16777216"), "true");
  session.execute("update cols.things set f8 = 5e-324, f4 = 1e-45 where c is not null");
  EXPECT_EQ(value("f8 == 5e-324 && f8 > 0.0 && f4 == 1e-45"), "true");
}

TEST_F(ExpressionColumnsTest, Large_lists_are_one_parameter) {
  std::string list = "[0";
  for (int i = 1; i < 2000; ++i) list += fmt::format(", {}", i);
  list += "]";
  EXPECT_EQ(value("1999 in " + list), "true");
  EXPECT_EQ(value("plain in ['Ab', '{}', '\"', ',', 'null', '\\\\']"), "true");
  EXPECT_EQ(value("'null' in ['null'] && '\\\\' in ['\\\\', '\"'] && !('' in ['{}', ','])"),
            "true");
  EXPECT_EQ(of_other("plain in ['Ab', 'q']"), "null");
  EXPECT_EQ(value("2 in [1, 2.0] && 2.5 in [1, 2.5] && !(f8 in [1, 2])"), "true");
}

}  // namespace
}  // namespace steward::rules
