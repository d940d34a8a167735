// SPDX-License-Identifier: MIT
#include "rules/recipient_reader.hpp"

#include <gtest/gtest.h>

namespace steward::rules {
namespace {

std::string recipient_of(const std::string& text) {
  Problems problems;
  const auto recipient = parse_recipient(PlacedText(text, {"r.yaml", 2, 13, 1}), problems);
  return recipient ? model::to_string(*recipient) : problems.render(problems.sorted().front());
}

TEST(RecipientReader, ReadsTheThreeKinds) {
  EXPECT_EQ(recipient_of("assignee"), "assignee");
  EXPECT_EQ(recipient_of("role(\"client-service-leader\")"), "role:client-service-leader");
  EXPECT_EQ(recipient_of("person('12')"), "person:12");
}

TEST(RecipientReader, SaysWhatARecipientIs) {
  EXPECT_EQ(recipient_of("manager"),
            "r.yaml:2:13: error: 'manager' is not a recipient\n"
            "  = expected assignee, role(\"…\") or person(\"…\")\n");
  EXPECT_EQ(recipient_of("role(manager)"),
            "r.yaml:2:13: error: 'role' takes one name in quotes\n"
            "  = expected assignee, role(\"…\") or person(\"…\")\n");
  EXPECT_EQ(recipient_of("role()"),
            "r.yaml:2:13: error: 'role' takes one name in quotes\n"
            "  = expected assignee, role(\"…\") or person(\"…\")\n");
}

}  // namespace
}  // namespace steward::rules
