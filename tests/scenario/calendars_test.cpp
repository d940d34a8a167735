// SPDX-License-Identifier: MIT
// Promises and steps on a calendar with nights, a holiday and a break, in the running engine.
#include <gmock/gmock.h>

#include "paths.hpp"
#include "support/skyport.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

WorldFiles night_desk() {
  const std::filesystem::path root = STEWARD_SOURCE_DIR;
  auto files = WorldFiles::reference();
  files.rules.rules = {root / "tests/data/night-desk/rules.yaml"};
  files.rules.calendars.push_back(root / "tests/data/night-desk/calendar.yaml");
  return files;
}

std::string complaint(int id, const std::string& received) {
  return "insert into crm.enquiries (id, client_id, kind, channel, received_at) overriding system "
         "value values (" +
         std::to_string(id) + ", 1, 'complaint', 'phone', '" + received + "')";
}

// Tuesday 24 November 2026, 23:00 in New York; the desk rests from 01:00 to 02:00 in that night.
TEST(NightDesk, CountsItsOwnHoursForDueAndSteps) {
  World world(at("2026-11-25T04:00:00Z"), night_desk());
  world.run(kSkyport);
  world.run(complaint(1, "2026-11-25T04:00:00Z"));
  world.settle();
  EXPECT_EQ(world.commitment("night-answer", "1"), "open due 2026-11-25T09:00:00");
  EXPECT_EQ(world.commitment("night-letter", "1"), "open due 2026-11-28T04:00:00")
      << "Thursday is Thanksgiving";

  // Three working hours before due: two after the break, and one before it.
  world.advance_to(at("2026-11-25T04:59:59Z"));
  EXPECT_THAT(world.messages(), IsEmpty());
  world.advance_to(at("2026-11-25T05:00:00Z"));
  EXPECT_THAT(world.messages(), ElementsAre(StartsWith("email mia@skyport.example: ")));
  // Half of its four hours have passed when the break begins.
  world.advance_to(at("2026-11-25T05:59:59Z"));
  EXPECT_THAT(world.messages(), IsEmpty());
  world.advance_to(at("2026-11-25T06:00:00Z"));
  EXPECT_EQ(world.messages().size(), 1U);
  world.advance_to(at("2026-11-25T08:59:59Z"));
  EXPECT_THAT(world.messages(), IsEmpty());
  world.advance_to(at("2026-11-25T09:00:00Z"));
  EXPECT_THAT(world.messages(), ElementsAre(StartsWith("email mia@skyport.example: ")));
  EXPECT_EQ(world.commitment("night-answer", "1"), "breached due 2026-11-25T09:00:00 breach");
}

TEST(NightDesk, KeepsTheNightBeforeAHolidayAndNotTheHolidays) {
  World world(at("2026-11-26T04:30:00Z"), night_desk());
  world.run(kSkyport);
  // Wednesday night, 23:30, and Thanksgiving at noon.
  world.run(complaint(1, "2026-11-26T04:30:00Z"));
  world.advance_to(at("2026-11-26T17:00:00Z"));
  world.run(complaint(2, "2026-11-26T17:00:00Z"));
  world.settle();
  EXPECT_EQ(world.commitment("night-answer", "1"), "breached due 2026-11-26T08:30:00 breach");
  EXPECT_EQ(world.commitment("night-answer", "2"), "open due 2026-11-28T07:00:00");
}

}  // namespace
}  // namespace steward::test
