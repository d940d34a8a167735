// SPDX-License-Identifier: MIT
#include "store/check_values.hpp"

#include <gtest/gtest.h>

namespace steward::store {
namespace {

using Texts = std::vector<std::string>;

TEST(CheckValues, A_list_of_texts_is_read) {
  EXPECT_EQ(values_of_check("(status = ANY (ARRAY['open'::text, 'done'::text]))", "status"),
            (Texts{"open", "done"}));
  EXPECT_EQ(values_of_check("((status)::text = ANY ((ARRAY['a'::character varying, "
                            "'b'::character varying])::text[]))",
                            "status"),
            (Texts{"a", "b"}));
  EXPECT_EQ(values_of_check("((status)::text = ANY (ARRAY[('a'::character varying)::text, "
                            "('b'::character varying(10))::text]))",
                            "status"),
            (Texts{"a", "b"}));
}

TEST(CheckValues, One_text_is_a_list_of_one) {
  EXPECT_EQ(values_of_check("(kind = 'call'::text)", "kind"), Texts{"call"});
}

TEST(CheckValues, A_null_that_is_allowed_by_name_makes_no_difference) {
  EXPECT_EQ(
      values_of_check("((kind IS NULL) OR (kind = ANY (ARRAY['a'::text, 'b'::text])))", "kind"),
      (Texts{"a", "b"}));
}

TEST(CheckValues, Quotes_and_signs_inside_texts_are_theirs) {
  EXPECT_EQ(values_of_check(
                "(k = ANY (ARRAY['it''s'::text, 'a, (b)'::text, ''::text, 'ß]'::text]))", "k"),
            (Texts{"it's", "a, (b)", "", "ß]"}));
  EXPECT_EQ(values_of_check("(\"Kind \"\"x\" = 'a'::text)", "Kind \"x"), Texts{"a"});
}

TEST(CheckValues, A_domains_check_speaks_of_its_value) {
  EXPECT_EQ(values_of_check("(VALUE = ANY (ARRAY['a'::text, 'b'::text]))", "VALUE"),
            (Texts{"a", "b"}));
}

TEST(CheckValues, Any_other_shape_gives_none) {
  for (const char* expression : {
           "",
           "(k",
           "(k = ANY (ARRAY['a'::text",
           "(other = 'a'::text)",
           "(k <> 'a'::text)",
           "(k <> ALL (ARRAY['a'::text]))",
           "(NOT (k = 'a'::text))",
           "(lower(k) = 'a'::text)",
           "(k = lower('a'::text))",
           "((k = 'a'::text) OR (n > 1))",
           "((k = 'a'::text) AND (k <> 'b'::text))",
           "(k = ANY (ARRAY[1, 2]))",
           "(k = ANY (ARRAY['a'::text, other]))",
           "(k ~ '^a'::text)",
           "('k' = 'a'::text)",
       }) {
    EXPECT_EQ(values_of_check(expression, "k"), Texts{}) << expression;
  }
}

}  // namespace
}  // namespace steward::store
