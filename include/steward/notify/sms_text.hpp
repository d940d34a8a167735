// SPDX-License-Identifier: MIT
// How a text travels as SMS (3GPP TS 23.038): its alphabet and its segments.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace steward::notify {

/// Replaces what GSM-7 lacks and has a plain equivalent ('–' by '-', 'ç' by 'c', '…' by '...'), so
/// that one typographic quote does not halve the room of a message. Everything else stays. UTF-8.
[[nodiscard]] std::string plain_sms(std::string_view text);

/// How many SMS a text is sent as: in GSM-7 160 characters, or 153 each where it takes several
/// (the euro sign, brackets, braces, \, ^, | and ~ count two); else in UCS-2 70, or 67 each.
/// 0 for an empty text.
[[nodiscard]] std::size_t sms_segments(std::string_view text);

}  // namespace steward::notify
