// SPDX-License-Identifier: MIT
#include "steward/base/reference.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>
#include <string>
#include <unordered_set>
#include <vector>

namespace steward {
namespace {

// References are in people's mails: these may never change.
TEST(Reference, StaysTheSame) {
  EXPECT_EQ(reference_for(1), "HB7");
  EXPECT_EQ(reference_for(2), "542");
  EXPECT_EQ(reference_for(32'768), "XJC");
  EXPECT_EQ(reference_for(32'769), "6HB7");
}

TEST(Reference, IsUniqueAndAsShortAsItCanBe) {
  constexpr std::int64_t kThree = 32'768;
  constexpr std::int64_t kFour = 1'048'576;
  std::unordered_set<std::string> seen;
  for (std::int64_t id = 1; id <= kThree + kFour + 1000; ++id) {
    const auto reference = reference_for(id);
    const std::size_t length = id <= kThree ? 3 : id <= kThree + kFour ? 4 : 5;
    ASSERT_EQ(reference.size(), length) << id;
    ASSERT_TRUE(seen.insert(reference).second) << reference << " twice, at " << id;
  }
}

TEST(Reference, ReadsBackAsItself) {
  for (const std::int64_t id : std::vector<std::int64_t>{
           1, 7, 999, 40'000, 2'000'000, 1LL << 40, std::numeric_limits<std::int64_t>::max()}) {
    const auto reference = reference_for(id);
    EXPECT_LE(reference.size(), 12U);
    EXPECT_EQ(parse_reference(reference).value(), reference) << id;
    EXPECT_EQ(reference.find_first_of("ILOU"), std::string::npos) << reference;
  }
}

TEST(Reference, OfNeighboursDiffersInEveryPlace) {
  for (std::int64_t id = 1; id < 2000; ++id) {
    const auto one = reference_for(id);
    const auto next = reference_for(id + 1);
    for (std::size_t place = 0; place < 3; ++place) {
      ASSERT_NE(one[place], next[place]) << one << " and " << next;
    }
  }
}

TEST(Reference, NeedsAnId) {
  EXPECT_THROW(static_cast<void>(reference_for(0)), std::logic_error);
  EXPECT_THROW(static_cast<void>(reference_for(-1)), std::logic_error);
}

TEST(Reference, ReadsWhatPeopleTypeAndHear) {
  struct Row {
    std::string_view typed;
    std::string_view reference;
  };
  const std::vector<Row> rows{
      {"7K2", "7K2"},     {"7k2", "7K2"},
      {" 7-k 2 ", "7K2"}, {"oil", "011"},
      {"OIL", "011"},     {"7k2\t", "7K2"},
      {"7K2\r\n", "7K2"}, {"7\xE2\x80\x93K2", ""},
      {"7U2", ""},        {"7K", ""},
      {"", ""},           {"---", ""},
      {"7K2!", ""},       {"7K2 7K2 7K2 7", "7K27K27K27"},
  };
  for (const auto& [typed, reference] : rows) {
    const auto read = parse_reference(typed);
    EXPECT_EQ(read ? *read : "", reference) << "'" << typed << "'";
  }
}

TEST(Reference, SaysWhatIsWrong) {
  EXPECT_EQ(parse_reference("7U2").error().message(),
            "'7U2' is not a reference: expected letters and digits such as 7K2");
  EXPECT_EQ(parse_reference("7K").error().message(),
            "'7K' is not a reference: expected 3 to 12 letters and digits such as 7K2");
  EXPECT_EQ(parse_reference("7K7K7K7K7K7K7").error().message(),
            "'7K7K7K7K7K7K7' is not a reference: expected 3 to 12 letters and digits such as 7K2");
  EXPECT_EQ(parse_reference("").error().code(), ErrorCode::invalid_input);
}

TEST(Reference, OfABreachBearsItsYear) {
  EXPECT_EQ(breach_reference(2026, 142), "B-2026-00142");
  EXPECT_EQ(breach_reference(2026, 1'234'567), "B-2026-1234567");
}

}  // namespace
}  // namespace steward
