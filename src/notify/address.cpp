// SPDX-License-Identifier: MIT
#include "steward/notify/address.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "notify/utf8.hpp"
#include "steward/base/text.hpp"

namespace steward::notify {
namespace {

bool is_letter_or_digit(char c) {
  return is_letter(c) || is_digit(c);
}

/// RFC 5322's atext.
bool is_atext(char c) {
  return is_letter_or_digit(c) ||
         std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

/// Calls `ok` for each part between dots; false at the first that it refuses.
template <class Check>
bool all_parts(std::string_view text, Check ok) {
  for (;;) {
    const auto dot = text.find('.');
    if (!ok(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

bool is_local_part(std::string_view text) {
  return text.size() <= 64 && all_parts(text, [](std::string_view part) {
           return !part.empty() && std::all_of(part.begin(), part.end(), is_atext);
         });
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(),
                     [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

Error not_an_address(std::string_view text) {
  return Error(ErrorCode::rejected,
               fmt::format("'{}' is not an email address: expected name@host.example in ASCII",
                           printable(text)));
}

}  // namespace

Result<> check_email_address(std::string_view address) {
  const auto at = address.find('@');
  if (at == std::string_view::npos || address.size() > 254 ||
      !is_local_part(address.substr(0, at)) || !all_parts(address.substr(at + 1), is_label)) {
    return not_an_address(address);
  }
  return {};
}

Result<> check_phone_number(std::string_view number) {
  const bool ok = number.size() >= 8 && number.size() <= 16 && number[0] == '+' &&
                  number[1] != '0' && std::all_of(number.begin() + 1, number.end(), is_digit);
  if (ok) return {};
  return Error(ErrorCode::rejected,
               fmt::format("'{}' is not a telephone number in E.164: expected +12025550123",
                           printable(number)));
}

Result<> check_header_text(std::string_view what, std::string_view text) {
  const bool control = std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  });
  if (control) {
    return Error(ErrorCode::rejected,
                 fmt::format("{} has a line break or another control character in it", what));
  }
  if (!is_utf8(text)) return Error(ErrorCode::rejected, fmt::format("{} is not UTF-8", what));
  return {};
}

Result<> check_message_id(std::string_view id) {
  const auto at = id.find('@');
  const bool ok = at != std::string_view::npos && at > 0 && at + 1 < id.size() &&
                  id.size() <= 200 &&
                  std::all_of(id.begin(), id.end(),
                              [](char c) { return is_atext(c) || c == '.' || c == '@'; }) &&
                  std::count(id.begin(), id.end(), '@') == 1;
  if (ok) return {};
  return Error(
      ErrorCode::rejected,
      fmt::format("'{}' is not a message id: expected 7K2.118@host.example", printable(id)));
}

Result<Mailbox> parse_mailbox(std::string_view text) {
  text = trimmed(text);
  Mailbox mailbox;
  if (const auto open = text.find('<'); open == std::string_view::npos) {
    mailbox.address = text;
  } else {
    if (text.back() != '>') return not_an_address(text);
    auto name = trimmed(text.substr(0, open));
    if (name.size() >= 2 && name.front() == '"' && name.back() == '"') {
      name = name.substr(1, name.size() - 2);
    }
    mailbox.name = name;
    mailbox.address = text.substr(open + 1, text.size() - open - 2);
  }
  if (auto ok = check_email_address(mailbox.address); !ok) return ok.error();
  if (auto ok = check_header_text("the sender's name", mailbox.name); !ok) return ok.error();
  return mailbox;
}

}  // namespace steward::notify
