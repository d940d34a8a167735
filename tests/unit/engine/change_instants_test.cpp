// SPDX-License-Identifier: MIT
#include "engine/change_instants.hpp"

#include <gtest/gtest.h>

namespace steward::engine {
namespace {

using std::chrono::seconds;

const Instant kFirst = parse_instant("2026-11-22T15:00:00Z").value();

Change change(const std::string& entity, const std::string& noted, const std::string& value,
              Instant at) {
  return {entity, at, {{noted, {value}}}};
}

model::Read read_of(const std::string& entity) {
  model::Read read;
  read.entity = entity;
  return read;
}

TEST(ChangeInstants, OfItsOwnRecordTheOldestThatNamesIt) {
  const ChangeInstants instants({change("deliveries", "id", "41", kFirst),
                                 change("deliveries", "id", "42", kFirst + seconds(5)),
                                 change("deliveries", "id", "42", kFirst + seconds(3))});
  EXPECT_EQ(instants.of(read_of("deliveries"), {"deliveries", "41"}), kFirst);
  EXPECT_EQ(instants.of(read_of("deliveries"), {"deliveries", "42"}), kFirst + seconds(3));
}

TEST(ChangeInstants, OfAnotherRecordTheOldestOfItsEntity) {
  const ChangeInstants instants({change("deliveries", "id", "42", kFirst),
                                 change("interactions", "client_id", "42", kFirst + seconds(9)),
                                 change("interactions", "client_id", "7", kFirst + seconds(4))});
  EXPECT_EQ(instants.of(read_of("interactions"), {"deliveries", "42"}), kFirst + seconds(4));
}

TEST(ChangeInstants, OfASubjectThatAnotherOfItsKindLedToTheOldestOfTheKind) {
  const ChangeInstants instants({change("tasks", "parent_id", "1", kFirst + seconds(2)),
                                 change("tasks", "parent_id", "3", kFirst)});
  EXPECT_EQ(instants.of(read_of("tasks"), {"tasks", "1"}), kFirst + seconds(2));
  EXPECT_EQ(instants.of(read_of("tasks"), {"tasks", "2"}), kFirst);
}

}  // namespace
}  // namespace steward::engine
