// SPDX-License-Identifier: MIT
#include "steward/base/json.hpp"

#include <gtest/gtest.h>

namespace steward {
namespace {

TEST(Json, ReadsOneValue) {
  EXPECT_EQ(parse_json(R"({"a": [1, "zwölf", null]})").value(),
            (json::value{{"a", {1, "zwölf", nullptr}}}));
  EXPECT_EQ(parse_json(" 7 \n").value(), json::value(7));
}

TEST(Json, SaysWhereTheMistakeIs) {
  EXPECT_EQ(parse_json("{\"a\": }").error().message(), "not JSON at character 7: syntax error");
  EXPECT_EQ(parse_json("{} {}").error().message(), "not JSON at character 4: extra data");
  EXPECT_EQ(parse_json("[1, 2").error().message(), "not JSON at character 6: incomplete JSON");
  EXPECT_EQ(parse_json("").error().message(), "not JSON at character 1: incomplete JSON");
  EXPECT_EQ(parse_json("").error().code(), ErrorCode::invalid_input);
}

TEST(Json, GivesTextOrNothing) {
  const json::object object{{"name", "Ada"}, {"age", 36}, {"none", nullptr}};
  EXPECT_EQ(text_of(object, "name"), "Ada");
  EXPECT_EQ(text_of(object, "age"), "");
  EXPECT_EQ(text_of(object, "none"), "");
  EXPECT_EQ(text_of(object, "missing"), "");
}

}  // namespace
}  // namespace steward
