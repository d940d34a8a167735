// SPDX-License-Identifier: MIT
#include "notify/utf8.hpp"

namespace steward::notify {
namespace {

constexpr std::size_t kLongestPrinted = 200;

struct Lead {
  std::size_t length = 0;  ///< of the whole sequence; 0: not a lead byte
  char32_t bits = 0;
  char32_t least = 0;  ///< the least value that needs this length
};

Lead read_lead(unsigned char byte) {
  if (byte < 0x80) return {1, byte, 0};
  if ((byte & 0xe0) == 0xc0) return {2, byte & 0x1fU, 0x80};
  if ((byte & 0xf0) == 0xe0) return {3, byte & 0x0fU, 0x800};
  if ((byte & 0xf8) == 0xf0) return {4, byte & 0x07U, 0x10000};
  return {};
}

}  // namespace

std::optional<char32_t> take_code_point(std::string_view& text) {
  if (text.empty()) return std::nullopt;
  const auto lead = read_lead(static_cast<unsigned char>(text.front()));
  if (lead.length == 0 || lead.length > text.size()) return std::nullopt;
  char32_t point = lead.bits;
  for (std::size_t i = 1; i < lead.length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xc0) != 0x80) return std::nullopt;
    point = (point << 6) | (byte & 0x3fU);
  }
  const bool surrogate = point >= 0xd800 && point <= 0xdfff;
  if (point < lead.least || point > 0x10ffff || surrogate) return std::nullopt;
  text.remove_prefix(lead.length);
  return point;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    if (!take_code_point(text)) return false;
  }
  return true;
}

std::string printable(std::string_view text) {
  std::string shown;
  while (!text.empty() && shown.size() < kLongestPrinted) {
    const auto before = text;
    const auto point = take_code_point(text);
    if (!point) text.remove_prefix(1);
    if (!point || *point < 0x20 || (*point >= 0x7f && *point < 0xa0)) {
      shown += '?';
    } else {
      shown += before.substr(0, before.size() - text.size());
    }
  }
  if (!text.empty()) shown += "...";
  return shown;
}

}  // namespace steward::notify
