// SPDX-License-Identifier: MIT
#include "notify/sms_file_transport.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "notify/output_file.hpp"
#include "notify/sms_check.hpp"
#include "steward/base/instant.hpp"
#include "steward/notify/sms_text.hpp"

namespace steward::notify {
namespace {

/// A text of several lines stays within its block.
std::string indented(std::string_view text) {
  std::string lines = "  ";
  for (const char c : text) {
    lines += c;
    if (c == '\n') lines += "  ";
  }
  return lines;
}

}  // namespace

Result<engine::Receipt> SmsFileTransport::send(const model::OutgoingMessage& message) {
  if (auto ok = check_sms(message); !ok) return ok.error();
  const auto segments = sms_segments(message.text);
  const auto name =
      message.recipient_name.empty() ? std::string() : fmt::format(" ({})", message.recipient_name);
  const auto block =
      fmt::format("{}  to {}{}  ref {}  id {}  {} segment{}\n{}\n\n", to_rfc3339(message.at),
                  message.address, name, message.reference, message.message_id, segments,
                  segments == 1 ? "" : "s", indented(message.text));
  // A folder that is not there yet is made, as a Maildir's is; what fails shows when it is written.
  std::error_code ignored;
  if (file_.has_parent_path()) std::filesystem::create_directories(file_.parent_path(), ignored);
  if (auto ok = append_to_file(file_, block); !ok) return ok.error();
  return engine::Receipt{file_.string()};
}

}  // namespace steward::notify
