// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "unit/notify/sample.hpp"

namespace steward::notify {
namespace {

TEST(Maildir, HasOneFileAMessageHoweverOftenItIsSent) {
  const TemporaryFolder folder;
  const auto transport = *make_email_transport(email_channel("maildir:" + folder.path().string()));
  const auto first = transport->send(sample_email());
  const auto second = transport->send(sample_email());
  const auto file = folder.path() / "new" / "7K2.118.1@skyport.example";
  ASSERT_TRUE(first);
  EXPECT_EQ(first->response, file.string());
  EXPECT_EQ(second->response, file.string());
  EXPECT_TRUE(std::filesystem::exists(file));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path() / "tmp"));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path() / "cur"));
}

TEST(Maildir, AnIdCannotLeaveTheFolder) {
  const TemporaryFolder folder;
  const auto transport = *make_email_transport(email_channel("maildir:" + folder.path().string()));
  auto message = sample_email();
  message.message_id = "../../evil@skyport.example";
  EXPECT_EQ(transport->send(message)->response,
            (folder.path() / "new" / "%2E.%2F..%2Fevil@skyport.example").string());
}

TEST(Maildir, AFolderThatCannotBeMadeIsUnavailable) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "file") << "in the way";
  const auto path = (folder.path() / "file").string();
  const auto receipt =
      (*make_email_transport(email_channel("maildir:" + path)))->send(sample_email());
  ASSERT_FALSE(receipt);
  EXPECT_EQ(receipt.error(), Error(ErrorCode::unavailable,
                                   "cannot make the folder " + path + "/tmp: Not a directory"));
}

TEST(SmsFile, AppendsReadableBlocks) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "sms.txt";
  const auto transport = *make_sms_transport(sms_channel("file:" + path.string()));
  auto message = sample_sms();
  EXPECT_TRUE(transport->send(message));
  message.recipient_name = "";
  message.text = "one\n\n2026-11-23T20:00:00Z  to +1555";
  EXPECT_TRUE(transport->send(message));
  EXPECT_EQ(read_file(path),
            "2026-11-23T20:00:00Z  to +12025550123 (Ana Ruiz)  ref 7K2  "
            "id 7K2.118.1@skyport.example  1 segment\n"
            "  Skyport: follow-up 7K2 is due 15:00 EST today.\n"
            "\n"
            "2026-11-23T20:00:00Z  to +12025550123  ref 7K2  "
            "id 7K2.118.1@skyport.example  1 segment\n"
            "  one\n"
            "  \n"
            "  2026-11-23T20:00:00Z  to +1555\n"
            "\n");
}

TEST(SmsFile, AFolderThatIsNotThereIsMade) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "none" / "sms.txt";
  EXPECT_TRUE((*make_sms_transport(sms_channel("file:" + path.string())))->send(sample_sms()));
  EXPECT_TRUE(std::filesystem::exists(path));
}

TEST(SmsFile, AFileThatCannotBeOpenedIsUnavailable) {
  const TemporaryFolder folder;
  const auto no_folder = folder.path() / "none";
  std::ofstream(no_folder) << "a file";
  const auto path = (no_folder / "sms.txt").string();
  const auto receipt = (*make_sms_transport(sms_channel("file:" + path)))->send(sample_sms());
  ASSERT_FALSE(receipt);
  EXPECT_EQ(receipt.error(),
            Error(ErrorCode::unavailable, "cannot open " + path + ": Not a directory"));
}

}  // namespace
}  // namespace steward::notify
