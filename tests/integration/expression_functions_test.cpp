// SPDX-License-Identifier: MIT
// What the operators, functions and macros of expressions answer on a real PostgreSQL, and that
// none of them raises an error where CEL has one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/expression_checker.hpp"
#include "rules/expression_parser.hpp"
#include "rules/sql_writer.hpp"
#include "steward/store/database.hpp"
#include "store/session.hpp"
#include "support/crm_catalog.hpp"
#include "support/test_database.hpp"

namespace steward::rules {
namespace {

constexpr const char* kFunctionTables = R"(
create schema f;
create table f.things (
  id bigint primary key, small smallint, whole bigint, exact numeric, amount numeric(10,2),
  real_one double precision, word text, truth boolean, at timestamptz, local timestamp, day date,
  lasts interval, words text[], counts int[], times timestamptz[], span tstzrange, days daterange,
  locals tsrange, numbers numrange);
create table f.parts (id bigint primary key, thing_id bigint references f.things, n int,
  from_at timestamptz, to_at timestamptz, word text);
insert into f.things values
  (1, 7, 9223372036854775807, 12345.678, 99.10, 0.5, ' Äb ', true, '2026-03-29T01:30:15.25Z',
   '2026-03-29 02:30', '2026-03-29', '1 day 02:00:00.5', '{a,null,B}', '{3,1,2}',
   '{2026-01-01T00:00:00Z,infinity}', '[2026-01-01T00:00Z,2026-01-02T00:00Z)',
   '[2026-03-01,2026-03-05]', '(,2026-01-01 12:00]', '(1.5,)'),
  (3, -32768, -9223372036854775808, '1e131071', '-1.5', 'NaN', E'x\n12', false, '-infinity',
   'infinity', '5874897-12-31', '2 months', '{}', '{}', '{}', 'empty', '(,)', '(,)', '(,)'),
  (4, 0, 0, 0, 0, '1e308', '-12', false, '9999-12-31T23:59:59.999999Z', '0001-01-01 00:00',
   '0001-01-01', '178000000 years', '{a,a}', '{2147483647,2147483647}',
   '{}', '(-infinity,infinity)', 'empty', 'empty', 'empty'),
  (5, 1, 1, '-0.001', 0.01, 'infinity', '', null, '0001-01-01T00:00:00Z', null, null,
   '-315576000000 seconds', null, '{null}', null, null, null, null, null);
insert into f.things (id) values (2);
insert into f.parts values
  (1, 1, 3, '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', 'a'),
  (2, 1, null, '2025-12-31T00:00:00Z', null, 'b'),
  (3, 1, 4, 'infinity', '2026-01-05T00:00:00Z', 'a');
)";

using test::field;

/// An array or range of what `element_sql_type` says.
model::Field of(model::Type type, std::string name, model::Type element,
                std::string element_sql_type) {
  const bool zoned = element_sql_type != "timestamp without time zone";
  auto made = field(std::move(name), type, "");
  made.element = element;
  made.element_sql_type = std::move(element_sql_type);
  made.zoned = zoned;
  return made;
}

model::Catalog catalog() {
  using model::Type;
  const std::string zoned = "timestamp with time zone";
  model::Entity things;
  things.name = things.table = "things";
  things.schema = "f";
  things.key = {"id"};
  auto parts = things;
  parts.name = parts.table = "parts";
  things.fields = {field("id", Type::integer, "bigint"),
                   field("small", Type::integer, "smallint"),
                   field("whole", Type::integer, "bigint"),
                   field("exact", Type::number, "numeric"),
                   field("amount", Type::number, "numeric(10,2)"),
                   field("real_one", Type::number, "double precision"),
                   field("word", Type::text, "text"),
                   field("truth", Type::boolean, "boolean"),
                   field("at", Type::timestamp, zoned),
                   field("local", Type::timestamp, "timestamp without time zone"),
                   field("day", Type::date, "date"),
                   field("lasts", Type::interval, "interval"),
                   of(Type::list, "words", Type::text, "text"),
                   of(Type::list, "counts", Type::integer, "integer"),
                   of(Type::list, "times", Type::timestamp, zoned),
                   of(Type::range, "span", Type::timestamp, zoned),
                   of(Type::range, "days", Type::date, "date"),
                   of(Type::range, "locals", Type::timestamp, "timestamp without time zone"),
                   of(Type::range, "numbers", Type::number, "numeric")};
  things.relations = {test::to_many("parts", "thing_id")};
  parts.fields = {field("id", Type::integer, "bigint"), field("n", Type::integer, "integer"),
                  field("from_at", Type::timestamp, zoned), field("to_at", Type::timestamp, zoned),
                  field("word", Type::text, "text")};
  parts.relations = {test::to_one("thing", "things")};
  model::Catalog made;
  made.entities.emplace("things", things);
  made.entities.emplace("parts", parts);
  return made;
}

class ExpressionFunctionsTest : public testing::Test {
 protected:
  ExpressionFunctionsTest() { database.run(kFunctionTables); }

  /// The value of an expression on the thing with that key, as JSON for people.
  std::string on(const std::string& key, const std::string& text) {
    return ask(key, text, [](SqlWriter& writer, const Value& value) {
      return "cast(" + writer.answer(value) + " as text)";
    });
  }
  std::string value(const std::string& text) { return on("1", text); }

  template <class Write>
  std::string ask(const std::string& key, const std::string& text, Write write) {
    Problems problems;
    const PlacedText placed(text, {"x", 1, 1, 1});
    const auto expression = parse_expression(placed, problems);
    if (!expression) return problems.render_all();
    Frame frame(model, *model.find("things"));
    ExpressionChecker checker(frame, placed, Roles::refused, problems);
    const auto value = checker.as_scalar(checker.check(*expression));
    if (value.shape == Shape::wrong) return problems.render_all();
    SqlWriter writer("America/New_York");
    auto sql = "select " + write(writer, value) + " as v";
    sql += SqlWriter::from(*frame.subject().source) + " where s.id = cast(:key as bigint)";
    auto binds = writer.take_binds();
    binds.emplace("key", key);
    try {
      const auto rows = session.query(sql, binds);
      return rows.only().text_or_empty("v").empty() ? "null" : rows.only().text("v");
    } catch (const store::StatementFailed& failed) {
      return std::string("FAILED ") + failed.what() + "\n" + sql;
    }
  }

  std::string pairs(const std::string& key, const std::string& text) {
    return ask(key, text,
               [](SqlWriter& writer, const Value& value) { return writer.intervals(value); });
  }

  test::TestDatabase database;
  store::Session session{store::complete_connection(database.connection()).value()};
  model::Catalog model = catalog();
};

TEST_F(ExpressionFunctionsTest, Integers_are_those_of_64_bits) {
  EXPECT_EQ(value("7 / 2"), "3");
  EXPECT_EQ(value("-7 / 2"), "-3");
  EXPECT_EQ(value("-7 % 2"), "-1");
  EXPECT_EQ(value("7 % -2"), "1");
  EXPECT_EQ(value("2 + 3 * 4 - 1"), "13");
  EXPECT_EQ(value("small * small"), "49");
  EXPECT_EQ(value("whole + 1"), "null");
  EXPECT_EQ(value("whole * whole"), "null");
  EXPECT_EQ(on("3", "whole - 1"), "null");
  EXPECT_EQ(on("3", "-whole"), "null");
  EXPECT_EQ(on("3", "whole / -1"), "null");
  EXPECT_EQ(on("3", "whole % -1"), "0");
  EXPECT_EQ(on("4", "1 / whole"), "null");
  EXPECT_EQ(on("4", "1 % whole"), "null");
  EXPECT_EQ(on("2", "whole + 1"), "null");
  EXPECT_EQ(value("9223372036854775807 + 1 == null"), "true");
}

TEST_F(ExpressionFunctionsTest, Numbers_are_decimal_and_end_where_doubles_do) {
  EXPECT_EQ(value("0.1 + 0.2 == 0.3"), "true");
  EXPECT_EQ(value("amount * 2.0"), "198.20");
  EXPECT_EQ(value("1.0 / 4.0"), "0.25000000000000000000");
  EXPECT_EQ(value("-exact"), "-12345.678");
  EXPECT_EQ(on("4", "1.0 / real_one > 0.0"), "true");
  EXPECT_EQ(on("4", "real_one * 10.0"), "null");
  EXPECT_EQ(on("4", "1.0 / exact"), "null");
  EXPECT_EQ(on("3", "exact * exact"), "null");
  EXPECT_EQ(on("3", "exact / 0.0000001"), "null");
  EXPECT_EQ(on("3", "exact > 1.0"), "true");
  EXPECT_EQ(on("3", "real_one == real_one"), "true");  // null: NaN is no number
  EXPECT_EQ(on("3", "real_one > 1.0"), "null");
  EXPECT_EQ(on("5", "real_one > 1e308"), "true");
  EXPECT_EQ(on("5", "real_one - real_one"), "null");
  EXPECT_EQ(on("5", "real_one"), "null");
  EXPECT_EQ(value("1e308 * 10.0 * 0.0"), "null");
}

TEST_F(ExpressionFunctionsTest, Texts_change_by_ascii_alone) {
  EXPECT_EQ(value("word.lowerAscii()"), "\" Äb \"");
  EXPECT_EQ(value("word.upperAscii()"), "\" ÄB \"");
  EXPECT_EQ(value("word.trim()"), "\"Äb\"");
  EXPECT_EQ(value("'\\u00A0\\u3000\\v x\\u2028'.trim()"), "\"x\"");
  EXPECT_EQ(value("word + '|' + word + '|'"), "\" Äb | Äb |\"");
  EXPECT_EQ(on("2", "word + 'x'"), "null");
  EXPECT_EQ(on("2", "word.trim()"), "null");
}

TEST_F(ExpressionFunctionsTest, Patterns_find_what_re2_finds) {
  EXPECT_EQ(value("'abc'.matches('b')"), "true");
  EXPECT_EQ(value("'abc'.matches('^b')"), "false");
  EXPECT_EQ(on("3", "word.matches('x.1')"), "false");
  EXPECT_EQ(on("3", "word.matches('(?s)x.1')"), "true");
  EXPECT_EQ(on("3", "word.matches('^12$')"), "false");
  EXPECT_EQ(on("3", "word.matches('(?m)^12$')"), "true");
  EXPECT_EQ(on("3", "word.matches('x[^a]1')"), "true");
  EXPECT_EQ(value("'٣'.matches('\\\\d')"), "false");
  EXPECT_EQ(value("'ä'.matches('\\\\w')"), "false");
  EXPECT_EQ(value("'ä'.matches('[[:alpha:]]')"), "false");
  EXPECT_EQ(value("'größe m'.matches('\\\\bm\\\\b')"), "true");
  EXPECT_EQ(value("'äm'.matches('\\\\bm')"), "true");
  EXPECT_EQ(value("'am'.matches('\\\\bm')"), "false");
  EXPECT_EQ(value("'am'.matches('a\\\\Bm')"), "true");
  EXPECT_EQ(value("'STRASSE'.matches('(?i)strasse')"), "true");
  EXPECT_EQ(value("'\\u212A'.matches('(?i)k')"), "true");
  EXPECT_EQ(value("'aXb'.matches('a(?i)x(?-i)b')"), "true");
  EXPECT_EQ(value("'aXB'.matches('a(?i)x(?-i)b')"), "false");
  EXPECT_EQ(value("'aaa'.matches('^a{2}$')"), "false");
  EXPECT_EQ(value("'a{,3}'.matches('a{,3}')"), "true");
  EXPECT_EQ(value("''.matches('')"), "true");
  EXPECT_EQ(value("'b'.matches('^(|a)b|c$')"), "true");
  EXPECT_EQ(value("'x'.matches('(^)*x()*')"), "true");
  EXPECT_EQ(value("'a-b]'.matches('^[]a-]-b\\\\]$')"), "true");
  EXPECT_EQ(value("'a\\\\b'.matches(r'^a\\\\b\\z')"), "true");
  EXPECT_EQ(value("'😀'.matches('^[\\\\x{1F600}-\\\\x{1F64F}]$')"), "true");
  EXPECT_EQ(value("'***=a'.matches('[*]{3}=a')"), "true");
  EXPECT_EQ(value("'a'.matches('(((a{9}){9}){9}|a)')"), "true");
  EXPECT_EQ(on("2", "word.matches('a')"), "null");
}

TEST_F(ExpressionFunctionsTest, What_cannot_be_converted_is_null) {
  EXPECT_EQ(value("int('-12') + int('+7')"), "-5");
  EXPECT_EQ(on("4", "int(word)"), "-12");
  EXPECT_EQ(value("int(word)"), "null");
  EXPECT_EQ(on("3", "int(word)"), "null");
  EXPECT_EQ(value("int(-1.9)"), "-1");
  EXPECT_EQ(on("4", "int(real_one)"), "null");
  EXPECT_EQ(on("3", "int(exact)"), "null");
  EXPECT_EQ(value("int(at)"), "1774747815");
  EXPECT_EQ(on("4", "double(word)"), "-12");
  EXPECT_EQ(on("5", "double(word)"), "null");
  EXPECT_EQ(value("double('1e3') + double('.5')"), "1000.5");
  EXPECT_EQ(value("double(word + '1e999')"), "null");
  EXPECT_EQ(value("double(small) / 2.0"), "3.5000000000000000");
  EXPECT_EQ(value("string(small) + string(truth) + string(amount)"), "\"7true99.1\"");
  EXPECT_EQ(value("string(6.02214e23)"), "\"6.02214e+23\"");
  EXPECT_EQ(on("3", "string(exact)"), "null");
  EXPECT_EQ(value("string(at)"), "\"2026-03-29T01:30:15.25Z\"");
  EXPECT_EQ(value("string(day)"), "\"2026-03-29\"");
  EXPECT_EQ(value("string(lasts)"), "\"93600.5s\"");
  EXPECT_EQ(value("bool('t') && !bool('FALSE')"), "true");
  EXPECT_EQ(value("bool(word)"), "null");
  EXPECT_EQ(value("timestamp(1774747815)"), "\"2026-03-29T01:30:15Z\"");
  EXPECT_EQ(value("timestamp(whole)"), "null");
  EXPECT_EQ(value("timestamp('2026-01-31T' + '00:00:00.123456-05:30')"),
            "\"2026-01-31T05:30:00.123456Z\"");
  for (const std::string bad :
       {"2026-02-29T00:00:00", "2026-04-31T00:00:00", "2026-13-01T00:00:00", "0000-01-01T00:00:00",
        "2026-01-01T24:00:00", "2026-01-01 00:00:00", "2026-01-01T00:00:60", "1900-02-29T00:00:00",
        "infinity", "now", "", "0001-01-01T00:00:00+15:59"}) {
    EXPECT_EQ(value("timestamp('" + bad + "' + 'Z')"), "null") << bad;
  }
  EXPECT_EQ(value("timestamp('2024-02-29T00:00:00' + 'Z')"), "\"2024-02-29T00:00:00Z\"");
  EXPECT_EQ(value("timestamp('9999-12-31T23:59:59' + '-15:59')"), "null");
  EXPECT_EQ(value("timestamp('2026-01-01T00:00:00' + '+16:00')"), "null");
  EXPECT_EQ(value("duration('1h30' + 'm')"), "\"5400s\"");
  EXPECT_EQ(value("duration('-1.5' + 's')"), "\"-1.5s\"");
  EXPECT_EQ(value("duration('' + '0')"), "\"0s\"");
  EXPECT_EQ(value("duration('2500' + 'us')"), "\"0.0025s\"");
  EXPECT_EQ(value("duration('1500' + 'ns')"), "\"0.000001s\"");
  EXPECT_EQ(value("duration('315576000000' + 's')"), "\"315576000000s\"");
  EXPECT_EQ(value("duration('315576000001' + 's')"), "null");
  EXPECT_EQ(value("duration('999999999999999999h' + '1h')"), "null");
  EXPECT_EQ(value("duration(word)"), "null");
  EXPECT_EQ(on("2", "duration(word)"), "null");
}

TEST_F(ExpressionFunctionsTest, Times_are_reckoned_exactly) {
  EXPECT_EQ(value("at + duration('1h30m')"), "\"2026-03-29T03:00:15.25Z\"");
  EXPECT_EQ(value("duration('1h') + at - duration('1h') == at"), "true");
  EXPECT_EQ(value("at - timestamp('2026-03-28T00:00:00Z')"), "\"91815.25s\"");
  EXPECT_EQ(value("at - at + lasts"), "\"93600.5s\"");
  EXPECT_EQ(value("duration('25h') == lasts - duration('1h0.5s')"), "true");
  EXPECT_EQ(value("at + lasts"), "\"2026-03-30T03:30:15.75Z\"");
  EXPECT_EQ(value("day + duration('24h')"), "\"2026-03-30T04:00:00Z\"");
  EXPECT_EQ(value("day - day"), "\"0s\"");
  EXPECT_EQ(on("4", "at + duration('1us')"), "null");
  EXPECT_EQ(on("4", "at + duration('87660000h')"), "null");
  EXPECT_EQ(on("5", "at - duration('1us')"), "null");
  EXPECT_EQ(on("5", "at - duration('87660000h')"), "null");
  EXPECT_EQ(on("5", "at + lasts"), "null");
  EXPECT_EQ(on("5", "lasts - duration('1us')"), "null");
  EXPECT_EQ(on("5", "lasts"), "\"-315576000000s\"");
  EXPECT_EQ(on("4", "lasts"), "null");
  EXPECT_EQ(on("3", "lasts"), "null");
  EXPECT_EQ(on("3", "at + duration('1h')"), "null");
  EXPECT_EQ(on("4", "at - timestamp('0001-01-01T00:00:00Z')"), "\"315537897599.999999s\"");
}

TEST_F(ExpressionFunctionsTest, A_local_time_that_leaves_the_calendar_in_UTC_is_null) {
  session.execute("update f.things set local = '9999-12-31 18:59:59.999999' where id = 5");
  EXPECT_EQ(on("5", "local"), "\"9999-12-31T23:59:59.999999Z\"");
  session.execute("update f.things set local = '9999-12-31 19:00' where id = 5");
  EXPECT_EQ(on("5", "local"), "null");
}

TEST_F(ExpressionFunctionsTest, Times_have_parts) {
  EXPECT_EQ(value("at.getFullYear()"), "2026");
  EXPECT_EQ(value("at.getMonth()"), "2");
  EXPECT_EQ(value("at.getDate()"), "29");
  EXPECT_EQ(value("at.getDayOfMonth()"), "28");
  EXPECT_EQ(value("at.getDayOfWeek()"), "0");
  EXPECT_EQ(value("at.getDayOfYear()"), "87");
  EXPECT_EQ(value("at.getHours()"), "1");
  EXPECT_EQ(value("at.getMinutes()"), "30");
  EXPECT_EQ(value("at.getSeconds()"), "15");
  EXPECT_EQ(value("at.getMilliseconds()"), "250");
  EXPECT_EQ(value("at.getHours('America/New_York')"), "21");
  EXPECT_EQ(value("at.getDate('America/New_York')"), "28");
  EXPECT_EQ(value("at.getHours('+05:30')"), "7");
  EXPECT_EQ(value("at.getHours('-02:00')"), "23");
  EXPECT_EQ(value("at.getHours('02:00')"), "3");
  EXPECT_EQ(value("day.getDate()"), "29");
  EXPECT_EQ(value("day.getDayOfWeek()"), "0");
  EXPECT_EQ(value("lasts.getHours()"), "26");
  EXPECT_EQ(value("lasts.getMinutes()"), "1560");
  EXPECT_EQ(value("lasts.getSeconds()"), "93600");
  EXPECT_EQ(value("lasts.getMilliseconds()"), "500");
  EXPECT_EQ(value("duration('-1.5s').getSeconds()"), "-1");
  EXPECT_EQ(on("2", "at.getHours()"), "null");
}

TEST_F(ExpressionFunctionsTest, Ranges_have_ends) {
  EXPECT_EQ(value("lower(span)"), "\"2026-01-01T00:00:00Z\"");
  EXPECT_EQ(value("upper(span)"), "\"2026-01-02T00:00:00Z\"");
  EXPECT_EQ(value("upper(days)"), "\"2026-03-06\"");
  EXPECT_EQ(value("lower(locals)"), "null");
  EXPECT_EQ(value("upper(locals)"), "\"2026-01-01T17:00:00Z\"");
  EXPECT_EQ(value("lower(numbers) + 0.5"), "2.0");
  EXPECT_EQ(value("upper(numbers) == null"), "true");
  EXPECT_EQ(on("3", "lower(span)"), "null");
  EXPECT_EQ(on("4", "upper(span)"), "null");
}

TEST_F(ExpressionFunctionsTest, Lists_are_gone_through) {
  EXPECT_EQ(value("[1, 2, 3].filter(x, x > 1).map(x, x * x)"), "[4, 9]");
  EXPECT_EQ(value("[1, 2, 3].map(x, x > 1, x * 10)"), "[20, 30]");
  EXPECT_EQ(value("[1, 2.5].map(x, x)"), "[1, 2.5]");
  EXPECT_EQ(value("[]"), "[]");
  EXPECT_EQ(value("[].exists(x, true)"), "false");
  EXPECT_EQ(value("[].all(x, x == 1)"), "true");
  EXPECT_EQ(value("[1, 2].exists_one(x, x == 1)"), "true");
  EXPECT_EQ(value("[1, 1].exists_one(x, x == 1)"), "false");
  EXPECT_EQ(value("[1, null].exists_one(x, x == 1)"), "true");
  EXPECT_EQ(value("[1, null].exists_one(x, x > 0)"), "null");
  EXPECT_EQ(value("[1, 1, null].exists_one(x, x > 0)"), "false");
  EXPECT_EQ(value("[1, null].exists(x, x > 0)"), "true");
  EXPECT_EQ(value("[1, null].all(x, x > 0)"), "null");
  EXPECT_EQ(value("[3, 1, 2].min() + [3, 1, 2].max() + [3, 1, 2].sum()"), "10");
  EXPECT_EQ(value("[1.5, 2.5].sum()"), "4.0");
  EXPECT_EQ(value("[whole, 1].sum()"), "null");
  EXPECT_EQ(value("[duration('1h'), lasts].sum()"), "\"97200.5s\"");
  EXPECT_EQ(value("['b', 'a', 'Z'].min()"), "\"Z\"");
  EXPECT_EQ(value("[[1, 2].size(), 3].map(x, x + [x, 1].max())"), "[4, 6]");
}

TEST_F(ExpressionFunctionsTest, Array_columns_are_lists) {
  EXPECT_EQ(value("words"), "[\"a\", null, \"B\"]");
  EXPECT_EQ(value("words.size()"), "3");
  EXPECT_EQ(value("'a' in words"), "true");
  EXPECT_EQ(value("'x' in words"), "null");
  EXPECT_EQ(value("words.filter(w, w != null).map(w, w.lowerAscii())"), "[\"a\", \"b\"]");
  EXPECT_EQ(value("words.exists(w, w == 'B')"), "true");
  EXPECT_EQ(value("counts.sum()"), "6");
  EXPECT_EQ(value("counts.max() in counts"), "true");
  EXPECT_EQ(value("times"), "[\"2026-01-01T00:00:00Z\", null]");
  EXPECT_EQ(value("at in times"), "null");
  EXPECT_EQ(on("2", "words.size()"), "null");
  EXPECT_EQ(on("2", "words"), "null");
  EXPECT_EQ(on("2", "words == null"), "true");
  EXPECT_EQ(on("2", "words.all(w, w == 'a')"), "null");
  EXPECT_EQ(on("2", "words.filter(w, w == 'a').exists_one(w, true)"), "null");
  EXPECT_EQ(on("2", "'a' in words"), "null");
  EXPECT_EQ(on("2", "counts.sum()"), "null");
  EXPECT_EQ(on("3", "words.size()"), "0");
  EXPECT_EQ(on("3", "counts.sum()"), "0");
  EXPECT_EQ(on("3", "counts.min()"), "null");
  EXPECT_EQ(on("4", "counts.sum()"), "4294967294");
  EXPECT_EQ(on("5", "counts.sum()"), "0");
}

TEST_F(ExpressionFunctionsTest, Records_are_mapped_and_go_on_as_lists) {
  EXPECT_EQ(value("parts.map(p, p.n).filter(n, n > 3)"), "[4]");
  EXPECT_EQ(value("parts.map(p, p.n).exists(n, n == 3)"), "true");
  EXPECT_EQ(value("parts.map(p, p.n).all(n, n > 2)"), "null");
  EXPECT_EQ(value("parts.map(p, p.word == 'a', p.n).sum()"), "7");
  EXPECT_EQ(value("parts.map(p, p.n).sum() + parts.filter(p, p.n == null).size()"), "8");
  EXPECT_EQ(value("parts.exists_one(p, p.word == 'b')"), "true");
  EXPECT_EQ(value("parts.exists_one(p, p.word == 'a')"), "false");
  EXPECT_EQ(value("parts.exists_one(p, p.n > 3)"), "null");
  EXPECT_EQ(value("parts.map(p, p.to_at - p.from_at).sum()"), "\"86400s\"");
  EXPECT_EQ(value("parts.map(p, p.word)"), "[\"a\", \"b\", \"a\"]");
  EXPECT_EQ(value("parts.filter(p, p.word == 'a')"), "[\"1\", \"3\"]");
  EXPECT_EQ(on("2", "parts.map(p, p.n).sum()"), "0");
  EXPECT_EQ(value("words.filter(w, parts.exists(p, p.word == w))"), "[\"a\"]");
}

TEST_F(ExpressionFunctionsTest, Pairs_are_ordered_by_their_beginnings) {
  EXPECT_EQ(pairs("1", "parts.map(p, [p.from_at, p.to_at])"),
            "[[1767139200000000, null], [1767225600000000, 1767312000000000], "
            "[null, 1767571200000000]]");
  EXPECT_EQ(pairs("1", "parts.filter(p, p.word == 'b').map(p, [p.from_at, null])"),
            "[[1767139200000000, null]]");
  EXPECT_EQ(pairs("2", "parts.map(p, [p.from_at, p.to_at])"), "[]");
  EXPECT_EQ(pairs("1", "[[lower(span), upper(span)], [day, null]]"),
            "[[1767225600000000, 1767312000000000], [1774756800000000, null]]");
}

TEST_F(ExpressionFunctionsTest, Nothing_grows_with_the_depth_of_an_expression) {
  const auto nested = [](const std::string& start, const std::string& open,
                         const std::string& close) {
    std::string text = start;
    for (int i = 0; i < 40; ++i) text = open + text + close;
    return text;
  };
  EXPECT_EQ(value(nested("7", "(", " / 1 + 0)")), "7");
  EXPECT_EQ(value(nested("1.5", "(", " * 1.0 - 0.0)")), "1.5");
  EXPECT_EQ(value(nested("at", "(", " + duration('1s'))") + " - at"), "\"40s\"");
  EXPECT_EQ(value(nested("lasts", "(", " - lasts + lasts)") + " == lasts"), "true");
  EXPECT_EQ(value(nested("at", "(", " + lasts - lasts)") + " == at"), "true");
  EXPECT_EQ(value(nested("'a'", "('b' + ", ").trim()") + ".size()"), "41");
  EXPECT_EQ(value(nested("1", "int(string(", "))")), "1");
  EXPECT_EQ(value(nested("7", "[", "].max()")), "7");
  EXPECT_EQ(value(nested("[1]", "", ".map(x, x + 1)") + ".sum()"), "41");
}

}  // namespace
}  // namespace steward::rules
