// SPDX-License-Identifier: MIT
#include "steward/base/reference.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace steward {
namespace {

// Douglas Crockford, "Base 32": no I, L, O or U.
constexpr std::string_view kDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr int kLongest = 12;
constexpr std::uint64_t kGoldenSection = 0x9E3779B97F4A7C15ULL;  // of 2^64

bool is_separator(char c) {
  return c == '-' || c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

}  // namespace

std::string reference_for(std::int64_t id) {
  if (id < 1) throw std::logic_error("a commitment's id is at least 1");
  auto index = static_cast<std::uint64_t>(id - 1);
  int length = 3;
  std::uint64_t space = 1ULL << 15;
  while (index >= space && length < kLongest) {
    index -= space;
    space <<= 5;
    ++length;
  }
  // Multiplying by an odd number modulo a power of two is a bijection: no two ids meet. The golden
  // section of the space spreads neighbours over it.
  const std::uint64_t section = (kGoldenSection >> (64 - 5 * length)) | 1U;
  const std::uint64_t mixed = (index * section + 0x1234567ULL) & (space - 1);
  std::string text(static_cast<std::size_t>(length), '0');
  std::uint64_t rest = mixed;
  for (auto at = text.rbegin(); at != text.rend(); ++at) {
    *at = kDigits[rest & 31];
    rest >>= 5;
  }
  return text;
}

Result<std::string> parse_reference(std::string_view text) {
  std::string canonical;
  for (char c : text) {
    if (is_separator(c)) continue;
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'I' || c == 'L') c = '1';
    if (c == 'O') c = '0';
    if (kDigits.find(c) == std::string_view::npos) {
      return Error(
          ErrorCode::invalid_input,
          fmt::format("'{}' is not a reference: expected letters and digits such as 7K2", text));
    }
    canonical += c;
  }
  if (canonical.size() < 3 || canonical.size() > kLongest) {
    return Error(ErrorCode::invalid_input,
                 fmt::format("'{}' is not a reference: expected 3 to 12 letters and digits such as "
                             "7K2",
                             text));
  }
  return canonical;
}

std::string breach_reference(int year, std::int64_t number) {
  return fmt::format("B-{:04}-{:05}", year, number);
}

}  // namespace steward
