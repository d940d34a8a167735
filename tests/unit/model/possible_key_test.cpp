// SPDX-License-Identifier: MIT
#include "steward/model/possible_key.hpp"

#include <gtest/gtest.h>

namespace steward::model {
namespace {

Field column(std::string name, Type type, std::string sql_type) {
  Field field;
  field.name = std::move(name);
  field.type = type;
  field.sql_type = std::move(sql_type);
  return field;
}

Entity keyed_by(Field field) {
  Entity entity;
  entity.key = {field.name};
  entity.fields = {std::move(field)};
  return entity;
}

bool fits(Type type, const std::string& sql_type, std::string_view key) {
  return is_possible_key(keyed_by(column("id", type, sql_type)), key);
}

TEST(PossibleKey, IsAnIntegerThatTheColumnCanHold) {
  EXPECT_TRUE(fits(Type::integer, "integer", "-42"));
  EXPECT_FALSE(fits(Type::integer, "integer", "abc"));
  EXPECT_FALSE(fits(Type::integer, "integer", "4-2"));
  EXPECT_FALSE(fits(Type::integer, "integer", ""));
  EXPECT_FALSE(fits(Type::integer, "integer", "2147483648"));
  EXPECT_FALSE(fits(Type::integer, "smallint", "32768"));
  EXPECT_TRUE(fits(Type::integer, "bigint", "2147483648"));
  EXPECT_FALSE(fits(Type::integer, "bigint", "9223372036854775808"));
}

TEST(PossibleKey, IsAUuidADateOrATimestamp) {
  EXPECT_TRUE(fits(Type::text, "uuid", "123E4567-e89b-12d3-a456-426614174000"));
  EXPECT_FALSE(fits(Type::text, "uuid", "123e4567"));
  EXPECT_FALSE(fits(Type::text, "uuid", "123e4567-e89b-12d3-a456-42661417400x"));
  EXPECT_TRUE(fits(Type::text, "text", "anything"));
  EXPECT_TRUE(fits(Type::date, "date", "2028-02-29"));
  EXPECT_FALSE(fits(Type::date, "date", "2026-02-29"));
  EXPECT_FALSE(fits(Type::date, "date", "today"));
  EXPECT_TRUE(fits(Type::date, "date", "infinity"));
  EXPECT_TRUE(fits(Type::date, "date", "0044-03-15 BC"));
  EXPECT_TRUE(fits(Type::date, "date", "12026-01-31"));
  const std::string zoned = "timestamp with time zone";
  EXPECT_TRUE(fits(Type::timestamp, zoned, "2026-01-31 08:30:00+00"));
  EXPECT_TRUE(fits(Type::timestamp, zoned, "2026-01-31T08:30:00.5-05:30"));
  EXPECT_TRUE(fits(Type::timestamp, zoned, "2026-01-31T08:30:00Z"));
  EXPECT_FALSE(fits(Type::timestamp, zoned, "2026-01-32 08:30:00+00"));
  EXPECT_FALSE(fits(Type::timestamp, zoned, "tomorrow"));
}

TEST(PossibleKey, IsANumberATruthOrOneOfTheValues) {
  EXPECT_TRUE(fits(Type::number, "numeric", "-1.50"));
  EXPECT_FALSE(fits(Type::number, "numeric", "1.2.3"));
  EXPECT_FALSE(fits(Type::number, "numeric", "e5"));
  EXPECT_TRUE(fits(Type::number, "double precision", "1e+20"));
  EXPECT_TRUE(fits(Type::number, "double precision", "-Infinity"));
  EXPECT_TRUE(fits(Type::boolean, "boolean", "true"));
  EXPECT_FALSE(fits(Type::boolean, "boolean", "maybe"));
  auto mood = column("mood", Type::text, "mood");
  mood.values = {"glad", "sad"};
  EXPECT_TRUE(is_possible_key(keyed_by(mood), "sad"));
  EXPECT_FALSE(is_possible_key(keyed_by(mood), "mad"));
}

TEST(PossibleKey, OfSeveralColumnsIsAnArray) {
  Entity entity;
  entity.key = {"country", "number"};
  entity.fields = {column("country", Type::text, "text"),
                   column("number", Type::integer, "integer")};
  EXPECT_TRUE(is_possible_key(entity, R"(["DE",7])"));
  EXPECT_TRUE(is_possible_key(entity, R"(["DE", "7"])"));
  EXPECT_FALSE(is_possible_key(entity, R"(["DE"])"));
  EXPECT_FALSE(is_possible_key(entity, R"(["DE",null])"));
  EXPECT_FALSE(is_possible_key(entity, R"(["DE","x"])"));
  EXPECT_FALSE(is_possible_key(entity, "DE"));
}

}  // namespace
}  // namespace steward::model
