// SPDX-License-Identifier: MIT
#include "steward/notify/sms_text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "notify/utf8.hpp"

namespace steward::notify {
namespace {

/// The basic table without ASCII's own and without the escape.
constexpr std::u32string_view kGsmBeyondAscii = U"£¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà";
/// Each costs two septets.
constexpr std::u32string_view kGsmExtension = U"\f^{}\\[~]|€";
constexpr std::u32string_view kAsciiNotInGsm = U"`";

/// How many septets a character takes; nothing when GSM-7 does not have it.
std::optional<std::size_t> septets(char32_t point) {
  if (kGsmExtension.find(point) != std::u32string_view::npos) return 2;
  if (kGsmBeyondAscii.find(point) != std::u32string_view::npos) return 1;
  if (point == U'\n' || point == U'\r') return 1;
  const bool printable_ascii = point >= 0x20 && point < 0x7f;
  if (printable_ascii && kAsciiNotInGsm.find(point) == std::u32string_view::npos) return 1;
  return std::nullopt;
}

struct Plain {
  std::u32string_view characters;
  std::string_view replacement;
};

constexpr std::array kPlain{
    Plain{U"‐‑‒–—−•·", "-"},
    Plain{U"‘’‚‛′`´", "'"},
    Plain{U"“”„‟″«»", "\""},
    Plain{U"…", "..."},
    Plain{U"\u00a0\u2002\u2003\u2009\u202f", " "},
    Plain{U"→", "->"},
    Plain{U"×", "x"},
    Plain{U"áâãāăą", "a"},
    Plain{U"ÀÁÂÃĀĂĄ", "A"},
    Plain{U"çćčċ", "c"},
    Plain{U"ĆČĊ", "C"},
    Plain{U"ďđð", "d"},
    Plain{U"ĎĐ", "D"},
    Plain{U"êëēėęě", "e"},
    Plain{U"ÈÊËĒĖĘĚ", "E"},
    Plain{U"ğģ", "g"},
    Plain{U"ĞĢ", "G"},
    Plain{U"íîïīįı", "i"},
    Plain{U"ÌÍÎÏĪĮİ", "I"},
    Plain{U"ķ", "k"},
    Plain{U"łĺļľ", "l"},
    Plain{U"ŁĹĻĽ", "L"},
    Plain{U"ńņň", "n"},
    Plain{U"ŃŅŇ", "N"},
    Plain{U"óôõōő", "o"},
    Plain{U"ÒÓÔÕŌŐ", "O"},
    Plain{U"ŕř", "r"},
    Plain{U"ŔŘ", "R"},
    Plain{U"śşšș", "s"},
    Plain{U"ŚŞŠȘ", "S"},
    Plain{U"ţťț", "t"},
    Plain{U"ŢŤȚ", "T"},
    Plain{U"úûūůűų", "u"},
    Plain{U"ÙÚÛŪŮŰŲ", "U"},
    Plain{U"ýÿ", "y"},
    Plain{U"ÝŸ", "Y"},
    Plain{U"źżž", "z"},
    Plain{U"ŹŻŽ", "Z"},
    Plain{U"œ", "oe"},
    Plain{U"Œ", "OE"},
};

const Plain* plain_for(char32_t point) {
  const auto* found = std::find_if(kPlain.begin(), kPlain.end(), [&](const Plain& plain) {
    return plain.characters.find(point) != std::u32string_view::npos;
  });
  return found == kPlain.end() ? nullptr : found;
}

/// Segments of `room` units each, where no character may be split over two.
std::size_t packed(const std::vector<std::size_t>& units, std::size_t room) {
  std::size_t segments = 1;
  std::size_t used = 0;
  for (const auto unit : units) {
    if (used + unit > room) {
      ++segments;
      used = 0;
    }
    used += unit;
  }
  return segments;
}

std::size_t segments(const std::vector<std::size_t>& units, std::size_t alone,
                     std::size_t of_several) {
  return packed(units, alone) == 1 ? 1 : packed(units, of_several);
}

}  // namespace

std::string plain_sms(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  while (!text.empty()) {
    const auto before = text;
    const auto point = take_code_point(text);
    if (!point) text.remove_prefix(1);
    const auto* replaced = point ? plain_for(*point) : nullptr;
    plain +=
        replaced != nullptr ? replaced->replacement : before.substr(0, before.size() - text.size());
  }
  return plain;
}

std::size_t sms_segments(std::string_view text) {
  if (text.empty()) return 0;
  std::vector<std::size_t> gsm;
  std::vector<std::size_t> ucs2;
  bool is_gsm = true;
  while (!text.empty()) {
    const auto point = take_code_point(text);
    if (!point) text.remove_prefix(1);
    const auto cost = point ? septets(*point) : std::nullopt;
    is_gsm = is_gsm && cost.has_value();
    gsm.push_back(cost.value_or(1));
    ucs2.push_back(point && *point > 0xffff ? 2 : 1);
  }
  return is_gsm ? segments(gsm, 160, 153) : segments(ucs2, 70, 67);
}

}  // namespace steward::notify
