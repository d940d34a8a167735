// SPDX-License-Identifier: MIT
// Steward over a database that nobody made for it: Northwind, mapped by configuration alone. What
// is true of its orders was computed independently of steward: 37 were shipped late; of 21 that
// were never shipped one was overdue on 1998-05-07, and all are today.
#include <gmock/gmock.h>

#include "support/world.hpp"

namespace steward::test {
namespace {

WorldFiles northwind() {
  auto files = WorldFiles::of("northwind", "Northwind Traders");
  files.prepare = "create schema northwind; set search_path = northwind";
  files.sql = {"tests/data/northwind.sql"};
  return files;
}

using Keys = std::vector<std::vector<std::string>>;

Keys breached(World& world) {
  return world.database().rows(
      "select c.key from steward.ledger l join steward.commitment c on c.id = l.commitment "
      "where l.kind = 'breached' order by cast(c.key as int)");
}

/// The truth, in plain SQL over the dates as they stand in the table.
Keys late_by(World& world, const std::string& day) {
  return world.database().rows(
      "select cast(order_id as text) from northwind.orders where shipped_date > required_date "
      "or (shipped_date is null and required_date < date '" +
      day + "') order by order_id");
}

std::string count(World& world, const std::string& condition) {
  return world.database().value("select count(*) from steward.commitment where " + condition);
}

TEST(Northwind, SeenFromTheDayAfterItsLastOrder) {
  World world(at("1998-05-07T12:00:00Z"), northwind());
  world.settle();
  EXPECT_EQ(breached(world).size(), 37U + 1U);
  EXPECT_EQ(breached(world), late_by(world, "1998-05-07"));
  EXPECT_EQ(count(world, "state = 'kept' and breach is not null"), "37");
  EXPECT_EQ(count(world, "state = 'kept' and breach is null"), "772");
  EXPECT_EQ(count(world, "state = 'breached'"), "1");
  EXPECT_EQ(count(world, "state = 'open'"), "20");
  // Shipped on the very day that the customer required.
  EXPECT_EQ(world.database().value("select count(*) from steward.commitment c join "
                                   "northwind.orders o on c.key = cast(o.order_id as text) where "
                                   "o.shipped_date = o.required_date and c.state = 'kept' and "
                                   "c.breach is null"),
            "3");
}

TEST(Northwind, SeenFromToday) {
  World world(at("1998-05-07T12:00:00Z"), northwind());
  world.settle();
  world.sleep_until(at("2026-11-22T12:00:00Z"));
  world.settle();
  EXPECT_EQ(breached(world).size(), 37U + 21U);
  EXPECT_EQ(breached(world), late_by(world, "2026-11-22"));
  EXPECT_EQ(count(world, "state = 'breached'"), "21");
}

TEST(Northwind, FirstSeenToday) {
  World world(at("2026-11-22T12:00:00Z"), northwind());
  world.settle();
  EXPECT_EQ(breached(world), late_by(world, "2026-11-22"));
}

TEST(Northwind, WhoHasNoAddressIsNamedAndTheLastResortIsTold) {
  World world(at("1998-05-07T12:00:00Z"), northwind());
  world.settle();
  EXPECT_EQ(world.database().value("select count(*) from steward.task where reason = 'no address' "
                                   "and name = (select first_name || ' ' || last_name from "
                                   "northwind.employees e join northwind.orders o using "
                                   "(employee_id) join steward.commitment c on c.key = "
                                   "cast(o.order_id as text) where c.state = 'breached')"),
            "1");
  EXPECT_THAT(world.messages(),
              testing::ElementsAre(testing::StartsWith("email last@skyport.example: ")));
}

TEST(Northwind, AnOrderThatIsShippedWhileOneWatchesIsKept) {
  World world(at("1998-05-07T12:00:00Z"), northwind());
  world.settle();
  const auto key = world.database().value(
      "select key from steward.commitment where state = 'open' order by due limit 1");
  world.run("update northwind.orders set shipped_date = '1998-05-07' where order_id = " + key);
  world.settle();
  EXPECT_EQ(count(world, "state = 'kept' and breach is null and key = '" + key + "'"), "1");
}

}  // namespace
}  // namespace steward::test
