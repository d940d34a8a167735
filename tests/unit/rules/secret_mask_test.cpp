// SPDX-License-Identifier: MIT
#include "rules/secret_mask.hpp"

#include <gtest/gtest.h>

namespace steward::rules {
namespace {

TEST(SecretMask, HidesTheValuesOfSecrets) {
  EXPECT_EQ(without_secrets("  password: hunter2\n"), "  password: ***\n");
  EXPECT_EQ(without_secrets("pasword : x\nsmtp_Password: 'x'\n"),
            "pasword : ***\nsmtp_Password: ***\n");
  EXPECT_EQ(without_secrets("a: {token: x, b: c}"), "a: {token: ***");
  EXPECT_EQ(without_secrets("database: dbname=x password=s host=h"),
            "database: dbname=x password=***");
  EXPECT_EQ(without_secrets("database: postgresql://me:s@h/d"), "database: postgresql://me:***");
  EXPECT_EQ(without_secrets("client_secret: x\n# pwd: y\n"), "client_secret: ***\n# pwd: ***\n");
}

TEST(SecretMask, LeavesTheRest) {
  const std::string text =
      "database: dbname=steward\r\npassword: {file: secret}\n  token:\nurl: smtp://host:25\n"
      "from: a@b.example\n# token\n";
  EXPECT_EQ(without_secrets(text), text);
  EXPECT_EQ(without_secrets(""), "");
}

}  // namespace
}  // namespace steward::rules
