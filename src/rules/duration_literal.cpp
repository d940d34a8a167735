// SPDX-License-Identifier: MIT
#include "rules/duration_literal.hpp"

#include <fmt/format.h>

#include <cmath>

#include "steward/base/text.hpp"

namespace steward::rules {
namespace {

// Nanoseconds: 10,000 years of them need 69 bits.
__extension__ using Wide = __int128;

constexpr Wide kMost = Wide(kLongestDuration.count()) * 1000;

/// Takes a unit from the front, and answers how many nanoseconds it has.
std::optional<Wide> take_unit(std::string_view& text) {
  struct Unit {
    std::string_view name;
    std::int64_t nanoseconds;
  };
  static constexpr Unit kUnits[] = {
      {"ns", 1},         {"us", 1000},         {"µs", 1000},          {"μs", 1000},
      {"ms", 1'000'000}, {"s", 1'000'000'000}, {"m", 60'000'000'000}, {"h", 3'600'000'000'000},
  };
  for (const auto& unit : kUnits) {
    if (text.substr(0, unit.name.size()) != unit.name) continue;
    text.remove_prefix(unit.name.size());
    return unit.nanoseconds;
  }
  return std::nullopt;
}

/// One number with its unit.
std::optional<Wide> take_part(std::string_view& text) {
  Wide whole = 0;
  Wide fraction = 0;
  Wide scale = 1;
  std::size_t digits = 0;
  for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1), ++digits) {
    whole = whole * 10 + (text.front() - '0');
    if (whole > kMost) return std::nullopt;
  }
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1), ++digits) {
      // An hour has 3.6e12 nanoseconds: further digits say nothing.
      if (scale > 1'000'000'000'000'000) continue;
      fraction = fraction * 10 + (text.front() - '0');
      scale *= 10;
    }
  }
  if (digits == 0) return std::nullopt;
  const auto unit = take_unit(text);
  if (!unit || whole > kMost / *unit) return std::nullopt;
  return whole * *unit + fraction * *unit / scale;
}

}  // namespace

std::optional<DurationLiteral> parse_duration(std::string_view text) {
  bool negative = false;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    negative = text.front() == '-';
    text.remove_prefix(1);
  }
  if (text == "0") return DurationLiteral{};
  if (text.empty()) return std::nullopt;
  Wide sum = 0;
  while (!text.empty()) {
    const auto part = take_part(text);
    if (!part) return std::nullopt;
    sum += *part;
    if (sum > kMost) return std::nullopt;
  }
  const auto micros = static_cast<std::int64_t>(sum / 1000);
  return DurationLiteral{Microseconds(negative ? -micros : micros), sum % 1000 == 0};
}

std::string to_seconds(Microseconds length) {
  const auto micros = length.count();
  const auto magnitude =
      micros < 0 ? 0U - static_cast<std::uint64_t>(micros) : static_cast<std::uint64_t>(micros);
  auto text = fmt::format("{}{}", micros < 0 ? "-" : "", magnitude / 1'000'000);
  if (const auto fraction = magnitude % 1'000'000; fraction != 0) {
    text += fmt::format(".{:06}", fraction);
    while (text.back() == '0') text.pop_back();
  }
  return text + "s";
}

}  // namespace steward::rules
