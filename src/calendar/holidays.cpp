// SPDX-License-Identifier: MIT
#include "steward/calendar/holidays.hpp"

#include <algorithm>

namespace steward::calendar {
namespace {

constexpr std::string_view kBetweenNames = " / ";

/// Calls `take` with each of the names that are joined in `names`.
template <class Take>
void each_name(std::string_view names, const Take& take) {
  for (auto from = std::size_t{0}; from <= names.size();) {
    const auto end = std::min(names.find(kBetweenNames, from), names.size());
    if (end > from) take(names.substr(from, end - from));
    from = end + kBetweenNames.size();
  }
}

void add_name(std::string& names, std::string_view added) {
  bool is_there = false;
  each_name(names, [&](std::string_view name) { is_there = is_there || name == added; });
  if (is_there) return;
  if (!names.empty()) names += kBetweenNames;
  names += added;
}

}  // namespace

void add_holiday(Holidays& holidays, std::chrono::sys_days date, std::string_view name) {
  auto& names = holidays[date];
  each_name(name, [&](std::string_view one) { add_name(names, one); });
}

}  // namespace steward::calendar
