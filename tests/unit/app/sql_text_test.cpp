// SPDX-License-Identifier: MIT
#include "app/sql_text.hpp"

#include <gmock/gmock.h>

namespace steward::app {
namespace {

using testing::ElementsAre;

TEST(SqlText, PutsAClauseOnALine) {
  EXPECT_EQ(laid_out("select a, f(b, c) as d from t as s left join u on u.a = s.a where s.a = 1 "
                     "and s.b = 2 order by a"),
            "select a,\n"
            "  f(b, c) as d\n"
            "from t as s\n"
            "left join u on u.a = s.a\n"
            "where s.a = 1\n"
            "  and s.b = 2\n"
            "order by a");
}

TEST(SqlText, IndentsSubqueries) {
  EXPECT_EQ(laid_out("select (select min(a) from t where a > 1 and b) as m, c from u"),
            "select (\n"
            "    select min(a)\n"
            "    from t\n"
            "    where a > 1\n"
            "      and b) as m,\n"
            "  c\n"
            "from u");
}

TEST(SqlText, LeavesQuotesAlone) {
  EXPECT_EQ(laid_out("select \"a, from \"\" b\" from t where c = ' and ''x'"),
            "select \"a, from \"\" b\"\nfrom t\nwhere c = ' and ''x'");
}

TEST(SqlText, NamesParametersWithTypeAndValue) {
  const model::Query query{
      "select cast(:p1 as numeric(12,2)), ':no', x::text from t where k = any(cast(:keys as "
      "bigint[])) and n = :p2 and cast(:p1 as text) = ''",
      {{"p1", std::string("1.5")}, {"p2", std::int64_t{7}}}};
  EXPECT_THAT(bound_values(query), ElementsAre(BoundValue{"p1", "numeric(12,2)", "1.5"},
                                               BoundValue{"keys", "bigint[]", std::nullopt},
                                               BoundValue{"p2", "bigint", "7"}));
}

}  // namespace
}  // namespace steward::app
