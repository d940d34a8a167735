// SPDX-License-Identifier: MIT
#include "app/export.hpp"

#include <gtest/gtest.h>

namespace steward::app {
namespace {

TEST(Csv, QuotesOnlyWhatRfc4180AsksFor) {
  EXPECT_EQ(csv_record({"7K2", "", "Heron Air"}), "7K2,,Heron Air\r\n");
  EXPECT_EQ(csv_record({"Heron, Inc.", "\"Ace\" Air", "two\nlines", "a\rb"}),
            "\"Heron, Inc.\",\"\"\"Ace\"\" Air\",\"two\nlines\",\"a\rb\"\r\n");
}

TEST(Csv, WritesInstantsInUtc) {
  EXPECT_EQ(csv_instant(from_micros(1'500'000)), "1970-01-01T00:00:01.5Z");
  EXPECT_EQ(csv_instant(std::nullopt), "");
}

TEST(Json, WritesAnElementALine) {
  EXPECT_EQ(json_lines({}), "[]\n");
  EXPECT_EQ(json_lines({json::object{{"a", 1}}, json::object{{"b", nullptr}}}),
            "[\n{\"a\":1},\n{\"b\":null}\n]\n");
}

TEST(Json, SaysNullForWhatIsNotThere) {
  EXPECT_EQ(json_text(""), json::value(nullptr));
  EXPECT_EQ(json_text("x"), json::value("x"));
  EXPECT_EQ(json_instant(std::nullopt), json::value(nullptr));
}

}  // namespace
}  // namespace steward::app
