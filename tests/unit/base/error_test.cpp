// SPDX-License-Identifier: MIT
#include "steward/base/error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "steward/base/logging.hpp"

namespace steward {
namespace {

TEST(Error, NamesWhatTheCallerCanDo) {
  EXPECT_EQ(to_string(ErrorCode::invalid_input), "invalid input");
  EXPECT_EQ(to_string(ErrorCode::not_found), "not found");
  EXPECT_EQ(to_string(ErrorCode::conflict), "conflict");
  EXPECT_EQ(to_string(ErrorCode::unavailable), "unavailable");
  EXPECT_EQ(to_string(ErrorCode::rejected), "rejected");
  EXPECT_EQ(to_string(ErrorCode::timed_out), "timed out");
  EXPECT_EQ(to_string(ErrorCode::internal), "internal error");
}

TEST(Error, ThrowsWhenAMissingValueIsUsed) {
  const Result<int> result = Error(ErrorCode::conflict, "somebody was first");
  try {
    static_cast<void>(result.value());
    FAIL() << "nothing was thrown";
  } catch (const std::logic_error& bug) {
    EXPECT_THAT(bug.what(), testing::EndsWith(": unchecked conflict: somebody was first"));
  }
}

TEST(Logging, RefusesAnotherLevel) {
  EXPECT_EQ(set_up_logging(LogFormat::text, "loud").error().message(),
            "'loud' is not a log level: expected trace, debug, info, warning or error");
  EXPECT_FALSE(set_up_logging(LogFormat::text, "off"));
  EXPECT_FALSE(set_up_logging(LogFormat::text, ""));
}

TEST(Logging, WritesOneJsonObjectALine) {
  testing::internal::CaptureStderr();
  ASSERT_TRUE(set_up_logging(LogFormat::json, "info"));
  spdlog::debug("not this");
  spdlog::warn("a \"quoted\"\nline");
  const auto line = testing::internal::GetCapturedStderr();
  EXPECT_THAT(line, testing::MatchesRegex("\\{\"time\":\"[-0-9]+T[0-9:.]+Z\",\"level\":\"warning\","
                                          "\"message\":\"a \\\\\"quoted\\\\\"\\\\nline\"\\}\n"));
}

}  // namespace
}  // namespace steward
