// SPDX-License-Identifier: MIT
#include "app/table.hpp"

#include <gtest/gtest.h>

namespace steward::app {
namespace {

Table two_rows() {
  Table table({{"ref"}, {"client", Fit::elastic}, {"late", Fit::whole, Align::right}});
  table.add({"7K2", "Zürich Air", "4 h"});
  table.add({{"9Q4B", Tint::red}, "Heron", "12 min"});
  return table;
}

TEST(Table, AlignsByCodePointsAndPutsNumbersToTheRight) {
  EXPECT_EQ(two_rows().render({}),
            "ref   client        late\n"
            "7K2   Zürich Air     4 h\n"
            "9Q4B  Heron       12 min\n");
}

TEST(Table, LeavesNoBlanksAtTheEndOfALine) {
  Table table({{"ref"}, {"why"}});
  table.add({"7K2", ""});
  table.add({"9Q4", "no address"});
  EXPECT_EQ(table.render({}), "ref  why\n7K2\n9Q4  no address\n");
}

TEST(Table, ColoursCellsOnlyWhenAsked) {
  EXPECT_EQ(two_rows().render({true, std::nullopt}),
            "\033[2mref \033[0m  \033[2mclient    \033[0m  \033[2m  late\033[0m\n"
            "7K2   Zürich Air     4 h\n"
            "\033[31m9Q4B\033[0m  Heron       12 min\n");
}

TEST(Table, CutsTheElasticColumnsToTheWidth) {
  EXPECT_EQ(two_rows().render({false, 21}),
            "ref   client     late\n"
            "7K2   Zürich…     4 h\n"
            "9Q4B  Heron    12 min\n");
}

TEST(Table, CutsTheWidestOfTheElasticColumnsFirst) {
  Table table({{"ref"}, {"client", Fit::elastic}, {"who", Fit::elastic}});
  table.add({"B-2026-00142", "Bluewater Aviation", "Dana Kim"});
  EXPECT_EQ(table.render({false, 34}),
            "ref           client      who\n"
            "B-2026-00142  Bluewater…  Dana Kim\n");
  EXPECT_EQ(table.render({false, 30}),
            "ref           client   who\n"
            "B-2026-00142  Bluewa…  Dana K…\n");
}

TEST(Table, KeepsColumnsReadableOnAVeryNarrowTerminal) {
  EXPECT_EQ(two_rows().render({false, 5}),
            "ref   client    late\n"
            "7K2   Züric…     4 h\n"
            "9Q4B  Heron   12 min\n");
}

TEST(Table, LetsNoRecordForgeALineOrMoveTheCursor) {
  Table table({{"client"}});
  table.add({"Heron\nAir\033[2J\xC2\x9B\x7F!"});
  EXPECT_EQ(table.render({}), "client\nHeron Air [2J  !\n");
}

TEST(Table, WithoutRowsIsItsHeadings) {
  const Table table({{"ref"}, {"state"}});
  EXPECT_TRUE(table.empty());
  EXPECT_EQ(table.render({}), "ref  state\n");
}

}  // namespace
}  // namespace steward::app
