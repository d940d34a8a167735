// SPDX-License-Identifier: MIT
#include "store/named_parameters.hpp"

#include <gtest/gtest.h>

namespace steward::store {
namespace {

using Names = std::vector<std::string>;

// The statement after its names were numbered, where there is none to number.
std::string unchanged(std::string_view sql) {
  const PositionalSql result = to_positional(sql);
  EXPECT_EQ(result.names, Names{}) << sql;
  return result.sql;
}

TEST(NamedParameters, Names_are_numbered_in_the_order_of_their_first_use) {
  const PositionalSql result = to_positional("select :b, :a, :b where x=:a_1");
  EXPECT_EQ(result.sql, "select $1, $2, $1 where x=$3");
  EXPECT_EQ(result.names, (Names{"b", "a", "a_1"}));
}

TEST(NamedParameters, Casts_are_left_alone) {
  const PositionalSql result = to_positional("select :keys::text[], x::int, now()::date");
  EXPECT_EQ(result.sql, "select $1::text[], x::int, now()::date");
  EXPECT_EQ(result.names, Names{"keys"});
}

TEST(NamedParameters, A_slice_of_numbers_is_no_parameter) {
  EXPECT_EQ(unchanged("select a[1:2], b[: 3]"), "select a[1:2], b[: 3]");
}

TEST(NamedParameters, What_is_quoted_or_a_comment_is_left_alone) {
  for (const std::string_view sql : {
           "select ':a', 'it''s :b'",
           "select \"od:d\", \"a\"\":c\"",
           "select $$ :a $$, $tag$ $$ :b $tag$",
           "select 1 -- :a\n, 2",
           "select /* :a /* :b */ :c */ 1",
           R"(select E'\' :a', e'\\')",
           "select ':unfinished",
           "select $$ :unfinished",
           "select /* :unfinished",
           "select 1 -- :unfinished",
           "a := 1",
           "ends with :",
       }) {
    EXPECT_EQ(unchanged(sql), sql);
  }
}

TEST(NamedParameters, What_follows_a_quote_is_read_again) {
  const PositionalSql result = to_positional(R"(select 'a\' || :x, E'\\' || :y, $1$ || :z)");
  EXPECT_EQ(result.sql, R"(select 'a\' || $1, E'\\' || $2, $1$ || $3)");
}

TEST(NamedParameters, An_e_that_ends_a_word_does_not_make_backslashes_escape) {
  EXPECT_EQ(to_positional(R"(select date'\' || :x)").names, Names{"x"});
}

}  // namespace
}  // namespace steward::store
