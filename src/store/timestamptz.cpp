// SPDX-License-Identifier: MIT
#include "store/timestamptz.hpp"

#include <charconv>
#include <chrono>
#include <cstdlib>

namespace steward::store {
namespace {

constexpr std::string_view kBeforeChrist = " BC";
constexpr std::string_view kUtc = "+00";
/// After so many years the calendar begins again.
constexpr int kCycle = 400;
constexpr std::chrono::days kDaysOfCycle{146'097};

/// The cycle in which instants are read and written: its years have four digits.
constexpr int kRead = 2000;
constexpr Instant kReadFrom = std::chrono::sys_days(std::chrono::year(kRead) / 1 / 1);
/// The last cycle that instants hold whole, some centuries before PostgreSQL's calendar ends.
constexpr int kLastCycle = static_cast<int>((Instant::max() - kReadFrom) / kDaysOfCycle) - 1;

/// The instant so many cycles on.
Instant moved(Instant instant, int cycles) {
  return instant + cycles * kDaysOfCycle;
}

}  // namespace

std::string to_timestamptz(Instant instant) {
  const auto since = std::chrono::floor<std::chrono::days>(instant - kReadFrom);
  const int cycles = static_cast<int>(
      (since.count() - (since.count() < 0 ? kDaysOfCycle.count() - 1 : 0)) / kDaysOfCycle.count());
  const auto read = to_rfc3339(moved(instant, -cycles));
  const int year = std::stoi(read.substr(0, 4)) + cycles * kCycle;
  // The year before 1 is 1 BC.
  auto text = std::to_string(year > 0 ? year : 1 - year);
  if (text.size() < 4) text.insert(0, 4 - text.size(), '0');
  text += read.substr(4);
  if (year <= 0) text += kBeforeChrist;
  return text;
}

std::optional<Instant> from_timestamptz(std::string_view text) {
  const bool before_christ = text.ends_with(kBeforeChrist);
  if (before_christ) text.remove_suffix(kBeforeChrist.size());
  if (!text.ends_with(kUtc)) return std::nullopt;
  int year = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, status] = std::from_chars(text.data(), end, year);
  if (status != std::errc() || rest == end || *rest != '-') return std::nullopt;
  if (before_christ) year = 1 - year;
  const int within = ((year % kCycle) + kCycle) % kCycle;
  const int cycles = (year - kRead - within) / kCycle;
  if (std::abs(cycles) > kLastCycle) return std::nullopt;
  const auto read = parse_instant(std::to_string(kRead + within) + std::string(rest, end) + ":00");
  if (!read) return std::nullopt;
  return moved(*read, cycles);
}

}  // namespace steward::store
