// SPDX-License-Identifier: MIT
// What every transport must do, whatever it sends by.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <thread>

#include "unit/notify/http_server.hpp"
#include "unit/notify/sample.hpp"
#include "unit/notify/smtp_server.hpp"

namespace steward::notify {
namespace {

/// A transport with the other side that it talks to.
class Bench {
 public:
  virtual ~Bench() = default;
  [[nodiscard]] engine::Transport& transport() { return *transport_; }
  [[nodiscard]] virtual model::OutgoingMessage sample() const = 0;
  /// The texts that arrived, decoded.
  [[nodiscard]] virtual std::vector<std::string> arrived() = 0;

 protected:
  std::unique_ptr<engine::Transport> transport_;
};

int hex(char c) {
  return c <= '9' ? c - '0' : (c & ~0x20) - 'A' + 10;
}

std::string unquoted(const std::string& text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      plain += text[i];
    } else if (text[i + 1] == '\n') {
      i += 1;
    } else {
      plain += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
      i += 2;
    }
  }
  return plain;
}

std::string unescaped(const std::string& text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      plain += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
      i += 2;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

/// The text of a mail without the line end that every mail has.
std::string mail_text(const std::string& mail) {
  const auto end = mail.find("\n\n");
  auto text = mail.substr(end + 2);
  if (mail.find("quoted-printable") < end) text = unquoted(text);
  text.pop_back();
  return text;
}

class SmtpBench final : public Bench {
 public:
  SmtpBench() { transport_ = *make_email_transport(email_channel(server_.url())); }
  model::OutgoingMessage sample() const override { return sample_email(); }
  std::vector<std::string> arrived() override {
    std::vector<std::string> texts;
    for (const auto& mail : server_.mails()) texts.push_back(mail_text(mail.text));
    return texts;
  }

 private:
  SmtpServer server_;
};

class MaildirBench final : public Bench {
 public:
  MaildirBench() {
    const auto url = "maildir:" + (folder_.path() / "mail").string();
    transport_ = *make_email_transport(email_channel(url));
  }
  model::OutgoingMessage sample() const override { return sample_email(); }
  std::vector<std::string> arrived() override {
    std::vector<std::string> texts;
    const auto inbox = folder_.path() / "mail" / "new";
    if (!std::filesystem::exists(inbox)) return texts;
    for (const auto& file : std::filesystem::directory_iterator(inbox)) {
      texts.push_back(mail_text(read_file(file.path())));
    }
    return texts;
  }

 private:
  TemporaryFolder folder_;
};

class GatewayBench final : public Bench {
 public:
  GatewayBench() { transport_ = *make_sms_transport(sms_channel(server_.url())); }
  model::OutgoingMessage sample() const override { return sample_sms(); }
  std::vector<std::string> arrived() override {
    std::vector<std::string> texts;
    for (const auto& request : server_.requests()) {
      texts.push_back(unescaped(request.body.substr(request.body.find("Body=") + 5)));
    }
    return texts;
  }

 private:
  HttpServer server_;
};

class SmsFileBench final : public Bench {
 public:
  SmsFileBench() {
    const auto url = "file:" + (folder_.path() / "sms.txt").string();
    transport_ = *make_sms_transport(sms_channel(url));
  }
  model::OutgoingMessage sample() const override { return sample_sms(); }
  std::vector<std::string> arrived() override {
    std::vector<std::string> texts;
    std::istringstream file(read_file(folder_.path() / "sms.txt"));
    for (std::string line; std::getline(file, line);) {
      if (line.empty()) continue;
      if (line.compare(0, 2, "  ") != 0) {
        texts.emplace_back();
      } else {
        if (!texts.back().empty()) texts.back() += '\n';
        texts.back() += line.substr(2);
      }
    }
    return texts;
  }

 private:
  TemporaryFolder folder_;
};

struct Kind {
  std::string name;
  std::function<std::unique_ptr<Bench>()> make;
};

class TransportConformance : public testing::TestWithParam<Kind> {
 protected:
  std::unique_ptr<Bench> bench_ = GetParam().make();

  void expect_arrives(const std::string& text) {
    auto message = bench_->sample();
    message.text = text;
    const auto receipt = bench_->transport().send(message);
    ASSERT_TRUE(receipt) << receipt.error().message();
    EXPECT_FALSE(receipt->response.empty());
    EXPECT_THAT(bench_->arrived(), testing::ElementsAre(text));
  }

  void expect_refused(const model::OutgoingMessage& message) {
    const auto receipt = bench_->transport().send(message);
    ASSERT_FALSE(receipt);
    EXPECT_EQ(receipt.error().code(), ErrorCode::rejected) << receipt.error().message();
    EXPECT_THAT(bench_->arrived(), testing::IsEmpty());
  }
};

TEST_P(TransportConformance, CarriesUtf8) {
  expect_arrives("José Núñez – Zürich, 東京, 🛩: 100 % = 4 € & <b>?");
}

TEST_P(TransportConformance, KeepsLinesThatBeginWithADot) {
  expect_arrives("first\n.\n..two\n.three\nFrom here");
}

TEST_P(TransportConformance, KeepsLongLines) {
  expect_arrives("start " + std::string(5000, 'x') + " end");
}

TEST_P(TransportConformance, TakesTheSameMessageAgain) {
  const auto message = bench_->sample();
  EXPECT_TRUE(bench_->transport().send(message));
  EXPECT_TRUE(bench_->transport().send(message));
  EXPECT_THAT(bench_->arrived(),
              testing::AllOf(testing::Each(message.text), testing::Not(testing::IsEmpty())));
}

TEST_P(TransportConformance, RefusesASmuggledRecipient) {
  auto message = bench_->sample();
  message.address += "\r\nRCPT TO:<eve@evil.example>";
  expect_refused(message);
}

TEST_P(TransportConformance, RefusesASmuggledHeaderInTheName) {
  auto message = bench_->sample();
  message.recipient_name = "Ana\r\nBcc: eve@evil.example";
  expect_refused(message);
}

TEST_P(TransportConformance, RefusesASmuggledHeaderInTheId) {
  auto message = bench_->sample();
  message.message_id = "7K2@skyport.example>\nBcc: <eve@evil.example";
  expect_refused(message);
}

TEST_P(TransportConformance, RefusesNulInTheText) {
  auto message = bench_->sample();
  message.text = std::string("a\0b", 3);
  expect_refused(message);
}

TEST_P(TransportConformance, RefusesNoAddress) {
  auto message = bench_->sample();
  message.address = "";
  expect_refused(message);
}

TEST_P(TransportConformance, SendsFromSeveralThreadsAtOnce) {
  constexpr int kThreads = 8;
  constexpr int kEach = 25;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < kEach; ++i) {
        auto message = bench_->sample();
        const auto number = std::to_string(thread * kEach + i);
        message.message_id = number + "@skyport.example";
        message.text = number + std::string(200, 'x') + number;
        EXPECT_TRUE(bench_->transport().send(message));
      }
    });
  }
  for (auto& thread : threads) thread.join();

  std::vector<std::string> expected;
  for (int i = 0; i < kThreads * kEach; ++i) {
    expected.push_back(std::to_string(i) + std::string(200, 'x') + std::to_string(i));
  }
  EXPECT_THAT(bench_->arrived(), testing::UnorderedElementsAreArray(expected));
}

template <class T>
Kind kind(std::string name) {
  return {std::move(name), [] { return std::make_unique<T>(); }};
}

INSTANTIATE_TEST_SUITE_P(All, TransportConformance,
                         testing::Values(kind<SmtpBench>("smtp"), kind<MaildirBench>("maildir"),
                                         kind<GatewayBench>("gateway"), kind<SmsFileBench>("file")),
                         [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace steward::notify
