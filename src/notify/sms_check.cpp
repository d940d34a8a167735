// SPDX-License-Identifier: MIT
#include "notify/sms_check.hpp"

#include "notify/utf8.hpp"
#include "steward/notify/address.hpp"

namespace steward::notify {

Result<> check_sms(const model::OutgoingMessage& message) {
  if (auto ok = check_phone_number(message.address); !ok) return ok.error();
  if (auto ok = check_header_text("the recipient's name", message.recipient_name); !ok) {
    return ok.error();
  }
  if (auto ok = check_header_text("the reference", message.reference); !ok) return ok.error();
  if (auto ok = check_message_id(message.message_id); !ok) return ok.error();
  if (message.text.empty()) return Error(ErrorCode::rejected, "the text is empty");
  if (message.text.find('\0') != std::string::npos || !is_utf8(message.text)) {
    return Error(ErrorCode::rejected, "the text is not UTF-8 or has a NUL in it");
  }
  return {};
}

}  // namespace steward::notify
