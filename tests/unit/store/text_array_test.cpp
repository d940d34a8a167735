// SPDX-License-Identifier: MIT
#include "store/text_array.hpp"

#include <gtest/gtest.h>

namespace steward::store {
namespace {

using Texts = std::vector<std::string>;

TEST(TextArray, Elements_are_quoted_and_escaped) {
  EXPECT_EQ(to_text_array({}), "{}");
  EXPECT_EQ(to_text_array({"a", "b c"}), R"({"a","b c"})");
  EXPECT_EQ(to_text_array({"", "NULL"}), R"({"","NULL"})");
  EXPECT_EQ(to_text_array({R"(say "hi")", R"(C:\x)", "{1,2}"}),
            R"({"say \"hi\"","C:\\x","{1,2}"})");
  EXPECT_EQ(to_text_array({"ümlaut\n"}), "{\"ümlaut\n\"}");
}

TEST(TextArray, What_PostgreSQL_prints_is_read) {
  EXPECT_EQ(parse_text_array("{}"), Texts{});
  EXPECT_EQ(parse_text_array("{a}"), Texts{"a"});
  EXPECT_EQ(parse_text_array("{email,sms}"), (Texts{"email", "sms"}));
  EXPECT_EQ(parse_text_array(R"({"","NULL",a})"), (Texts{"", "NULL", "a"}));
  EXPECT_EQ(parse_text_array(R"({"say \"hi\"","C:\\x","{1,2}"})"),
            (Texts{R"(say "hi")", R"(C:\x)", "{1,2}"}));
}

TEST(TextArray, Nulls_and_what_is_no_flat_array_are_refused) {
  for (const char* text : {"", "{", "a", "{a", "{a,}", "{,a}", "{NULL}", "{a,null}", "{{a},{b}}",
                           R"({"a)", R"({"a"b})", "{a}b", R"({a\)"}) {
    EXPECT_EQ(parse_text_array(text), std::nullopt) << text;
  }
}

TEST(TextArray, Reading_undoes_writing) {
  const Texts texts = {"", " ", "null", "\\", "\"", ",", "{}", "a\tb", "\\\"", "ß"};
  EXPECT_EQ(parse_text_array(to_text_array(texts)), texts);
}

}  // namespace
}  // namespace steward::store
