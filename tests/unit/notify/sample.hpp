// SPDX-License-Identifier: MIT
// A message, a channel and a folder to try things with.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "steward/model/message.hpp"
#include "steward/notify/transports.hpp"
#include "support/temporary_folder.hpp"
#include "unit/notify/show_error.hpp"

namespace steward::notify {

using test::TemporaryFolder;

inline model::OutgoingMessage sample_email() {
  model::OutgoingMessage message;
  message.channel = model::Channel::email;
  message.message_id = "7K2.118.1@skyport.example";
  message.thread_id = "7K2@skyport.example";
  message.reference = "7K2";
  message.recipient_name = "Ana Ruiz";
  message.address = "ana@skyport.example";
  message.subject = "Call Bluewater Aviation by Tue 24 Nov, 15:00 EST";
  message.text = "Ana, please call.";
  message.at = *parse_instant("2026-11-23T20:00:00Z");
  return message;
}

inline model::OutgoingMessage sample_sms() {
  auto message = sample_email();
  message.channel = model::Channel::sms;
  message.address = "+12025550123";
  message.subject = "";
  message.text = "Skyport: follow-up 7K2 is due 15:00 EST today.";
  return message;
}

inline EmailChannel email_channel(const std::string& url) {
  EmailChannel channel;
  channel.url = url;
  channel.from = "Skyport <steward@skyport.example>";
  return channel;
}

inline SmsChannel sms_channel(const std::string& url) {
  SmsChannel channel;
  channel.url = url;
  channel.from = "+12025550100";
  channel.account = "AC123";
  channel.token = "secret-token";
  return channel;
}

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace steward::notify
