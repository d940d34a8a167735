// SPDX-License-Identifier: MIT
// The one change that would cover a record, or the fewest.
#include "engine/coverage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace steward::engine {
namespace {

using rules::ConditionPart;
using testing::ElementsAre;
using testing::IsEmpty;

ConditionPart test(const std::string& name, std::vector<std::string> reads = {}) {
  ConditionPart part;
  part.text = name;
  part.words = name + " holds";
  part.contrary = name + " fails";
  part.wish = name;
  part.column = name;
  part.reads = std::move(reads);
  return part;
}

ConditionPart group(ConditionPart::Kind kind, std::vector<ConditionPart> parts) {
  ConditionPart part;
  part.kind = kind;
  part.parts = std::move(parts);
  return part;
}

ConditionPart all(std::vector<ConditionPart> parts) {
  return group(ConditionPart::Kind::all, std::move(parts));
}
ConditionPart any(std::vector<ConditionPart> parts) {
  return group(ConditionPart::Kind::any, std::move(parts));
}

const std::map<std::string, Truth> kTruths{{"yes", Truth::yes},
                                           {"also", Truth::yes},
                                           {"no", Truth::no},
                                           {"never", Truth::no},
                                           {"unknown", Truth::unknown}};

std::vector<std::vector<std::string>> ways(const ConditionPart& condition) {
  return coverage_of(find_out(condition, kTruths), {}).ways;
}

TEST(Coverage, KnowsThreeTruths) {
  EXPECT_EQ(find_out(all({test("yes"), test("unknown")}), kTruths).truth, Truth::unknown);
  EXPECT_EQ(find_out(all({test("no"), test("unknown")}), kTruths).truth, Truth::no);
  EXPECT_EQ(find_out(any({test("no"), test("unknown")}), kTruths).truth, Truth::unknown);
  EXPECT_EQ(find_out(any({test("yes"), test("unknown")}), kTruths).truth, Truth::yes);
}

TEST(Coverage, NamesTheOneTestThatFails) {
  EXPECT_THAT(ways(all({test("yes"), test("no")})), ElementsAre(ElementsAre("no")));
  EXPECT_THAT(ways(all({test("yes"), test("unknown")})), ElementsAre(ElementsAre("unknown")));
  EXPECT_THAT(ways(test("no")), ElementsAre(ElementsAre("no")));
}

TEST(Coverage, NamesEachTestThatWouldDo) {
  EXPECT_THAT(ways(all({test("yes"), any({test("no"), test("unknown")})})),
              ElementsAre(ElementsAre("no"), ElementsAre("unknown")));
}

TEST(Coverage, NamesTheFewestThatDoItTogether) {
  EXPECT_THAT(ways(all({test("no"), test("yes"), test("unknown")})),
              ElementsAre(ElementsAre("no", "unknown")));
  EXPECT_THAT(ways(all({test("never"), any({all({test("no"), test("unknown")}), test("no")})})),
              ElementsAre(ElementsAre("never", "no")));
}

TEST(Coverage, CountsATestThatIsWrittenTwiceOnce) {
  EXPECT_THAT(ways(all({any({test("no"), test("never")}), test("no")})),
              ElementsAre(ElementsAre("no")));
}

TEST(Coverage, SaysWhatFails) {
  const auto condition = find_out(all({test("no"), test("yes"), test("unknown")}), kTruths);
  EXPECT_THAT(coverage_of(condition, {}).because,
              ElementsAre("no fails", "it is not known whether unknown holds"));
}

TEST(Coverage, SaysWhatElseIsNeeded) {
  const auto condition = find_out(all({test("yes"), test("no")}), kTruths);
  EXPECT_THAT(coverage_of(condition, {"it began"}).ways,
              ElementsAre(ElementsAre("no", "it began")));
}

TEST(Coverage, SaysWhatMustStay) {
  const auto condition = find_out(
      all({test("no", {"tier"}), test("yes", {"tier"}), test("also", {"status"})}), kTruths);
  EXPECT_THAT(coverage_of(condition, {}).provided, ElementsAre("yes holds"));
  const auto apart = find_out(all({test("no", {"tier"}), test("also", {"status"})}), kTruths);
  EXPECT_THAT(coverage_of(apart, {}).provided, IsEmpty());
}

}  // namespace
}  // namespace steward::engine
