// SPDX-License-Identifier: MIT
#include "app/local_moment.hpp"

#include <fmt/format.h>

namespace steward::app {
namespace {

constexpr std::size_t kDate = std::string_view("2026-11-20").size();
constexpr std::size_t kMinute = std::string_view("2026-11-20T16:00").size();

}  // namespace

Result<Instant> parse_local_moment(std::string_view text, const calendar::Zone& zone) {
  std::string full(text);
  if (full.size() > kDate && full[kDate] == ' ') full[kDate] = 'T';
  if (full.size() == kMinute) full += ":00";
  if (const auto local = calendar::parse_local_time(full)) return zone.to_instant(*local);
  if (const auto instant = parse_instant(full)) return *instant;
  return Error(ErrorCode::invalid_input,
               fmt::format("'{}' is no instant: expected 2026-11-20T16:00:00-05:00, or in {} "
                           "2026-11-20T16:00 or 2026-11-20",
                           text, zone.name()));
}

}  // namespace steward::app
