// SPDX-License-Identifier: MIT
#include "steward/rules/flat_keys.hpp"

#include <gtest/gtest.h>

namespace steward::rules {
namespace {

TEST(FlatKeys, NameEveryValueByTheWayToIt) {
  const std::map<std::string, std::string, std::less<>> expected = {{"rule", "a"},
                                                                    {"clock.within", "48h"},
                                                                    {"steps.1.at", "due"},
                                                                    {"steps.1.by.2", "sms"},
                                                                    {"steps.1.by.1", "email"}};
  EXPECT_EQ(flat_keys("rule: a\nclock:\n  within: 48h  # long\nsteps:\n- at: due\n"
                      "  by: [email, sms]\n"),
            expected);
}

TEST(FlatKeys, AreNoneOfWhatIsNoYaml) {
  EXPECT_TRUE(flat_keys("[").empty());
}

}  // namespace
}  // namespace steward::rules
