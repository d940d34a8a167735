// SPDX-License-Identifier: MIT
#include "steward/notify/mime.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/notify/sample.hpp"

namespace steward::notify {
namespace {

using testing::HasSubstr;
using testing::Not;

const Mailbox kFrom{"Skyport", "steward@skyport.example"};

std::string built(const model::OutgoingMessage& message, MimeForm form = MimeForm::wire) {
  const auto mime = build_mime(message, kFrom, form);
  EXPECT_TRUE(mime) << mime.error().message();
  return mime ? *mime : "";
}

TEST(Mime, IsAWholeMessage) {
  auto message = sample_email();
  message.urgent = true;
  message.text = "Ana, please call.\n\nRef 7K2";
  EXPECT_EQ(built(message),
            "Date: Mon, 23 Nov 2026 20:00:00 +0000\r\n"
            "From: Skyport <steward@skyport.example>\r\n"
            "Subject: Call Bluewater Aviation by Tue 24 Nov, 15:00 EST\r\n"
            "To: Ana Ruiz <ana@skyport.example>\r\n"
            "Message-Id: <7K2.118.1@skyport.example>\r\n"
            "In-Reply-To: <7K2@skyport.example>\r\n"
            "References: <7K2@skyport.example>\r\n"
            "Auto-Submitted: auto-generated\r\n"
            "X-Steward-Reference: 7K2\r\n"
            "Importance: high\r\n"
            "X-Priority: 1\r\n"
            "MIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: 7bit\r\n"
            "\r\n"
            "Ana, please call.\r\n"
            "\r\n"
            "Ref 7K2\r\n");
}

TEST(Mime, QuotesWhatIsNotAscii) {
  auto message = sample_email();
  message.recipient_name = "José Núñez";
  message.subject = "Späte Antwort – 東京";
  message.text = "é = 1";
  const auto mime = built(message);
  EXPECT_THAT(mime,
              HasSubstr("\r\nTo: =?UTF-8?b?Sm9zw6kgTsO6w7Fleg==?= <ana@skyport.example>\r\n"));
  EXPECT_THAT(mime, HasSubstr("\r\nSubject: =?UTF-8?B?U3DDpHRlIEFudHdvcnQg4oCTIOadseS6rA==?=\r\n"));
  EXPECT_THAT(mime, HasSubstr("\r\nContent-Type: text/plain; charset=utf-8\r\n"
                              "Content-Transfer-Encoding: quoted-printable\r\n"
                              "\r\n"
                              "=C3=A9 =3D 1\r\n"));
}

TEST(Mime, AFileReadsAsItWasWritten) {
  auto message = sample_email();
  message.text = "é = 1\r\ntwo";
  const auto mime = built(message, MimeForm::file);
  EXPECT_THAT(mime, HasSubstr("Content-Transfer-Encoding: 8bit\n"));
  EXPECT_THAT(mime, testing::EndsWith("\n\né = 1\ntwo\n"));
  EXPECT_THAT(mime, Not(HasSubstr("\r")));
}

TEST(Mime, EveryLineEndsInCrLf) {
  auto message = sample_email();
  message.text = "one\ntwo\r\nthree\rfour\n" + std::string(3000, 'x') + "\n.\n";
  const auto mime = built(message);
  for (std::size_t at = mime.find_first_of("\r\n"); at != std::string::npos;
       at = mime.find_first_of("\r\n", at + 2)) {
    ASSERT_EQ(mime.substr(at, 2), "\r\n") << at;
  }
}

TEST(Mime, NoLineIsTooLong) {
  auto message = sample_email();
  message.subject = std::string(2000, 's') + " é " + std::string(2000, 't');
  message.recipient_name = std::string(500, 'n') + " é";
  message.text = std::string(3000, 'x');
  const auto mime = built(message);
  for (std::size_t start = 0, end = 0; end != std::string::npos; start = end + 2) {
    end = mime.find("\r\n", start);
    EXPECT_LE(std::min(end, mime.size()) - start, 998U);
  }
}

TEST(Mime, TheFirstOfAThreadRefersToNothing) {
  auto message = sample_email();
  message.thread_id = message.message_id;
  EXPECT_THAT(built(message), Not(HasSubstr("References")));
}

TEST(Mime, ANameIsQuotedWhereItMustBe) {
  auto message = sample_email();
  message.recipient_name = "Ruiz, Ana <boss> \"A\"";
  EXPECT_THAT(built(message),
              HasSubstr("To: \"Ruiz, Ana <boss> \\\"A\\\"\" <ana@skyport.example>\r\n"));
}

TEST(Mime, RefusesALineBreakInTheSubject) {
  auto message = sample_email();
  message.subject = "Hello\r\nBcc: eve@evil.example";
  EXPECT_EQ(build_mime(message, kFrom, MimeForm::wire).error(),
            Error(ErrorCode::rejected,
                  "the subject has a line break or another control character in it"));
}

TEST(Mime, RefusesControlCharactersInEveryHeader) {
  for (auto part : {&model::OutgoingMessage::subject, &model::OutgoingMessage::recipient_name,
                    &model::OutgoingMessage::address, &model::OutgoingMessage::message_id,
                    &model::OutgoingMessage::thread_id, &model::OutgoingMessage::reference}) {
    for (const char evil : {'\r', '\n', '\0'}) {
      auto message = sample_email();
      message.*part += evil;
      message.*part += "X: y";
      const auto mime = build_mime(message, kFrom, MimeForm::wire);
      ASSERT_FALSE(mime);
      EXPECT_EQ(mime.error().code(), ErrorCode::rejected);
    }
  }
}

TEST(Mime, RefusesWhatIsNotUtf8) {
  auto message = sample_email();
  message.text = "\xc3(";
  EXPECT_EQ(build_mime(message, kFrom, MimeForm::wire).error().message(),
            "the text is not UTF-8 or has a NUL in it");
  message = sample_email();
  message.subject = "\xff";
  EXPECT_EQ(build_mime(message, kFrom, MimeForm::wire).error().message(),
            "the subject is not UTF-8");
}

}  // namespace
}  // namespace steward::notify
