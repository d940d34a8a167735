// SPDX-License-Identifier: MIT
#include "calendar/definition_check.hpp"

#include <fmt/format.h>

#include <string_view>

namespace steward::calendar {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr std::array<std::string_view, 7> kDays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                "Thursday", "Friday", "Saturday"};

std::string spell(minutes time) {
  const auto count = time.count();
  const auto distance = count < 0 ? -count : count;
  return fmt::format("{}{:02}:{:02}", count < 0 ? "-" : "", distance / 60, distance % 60);
}

std::string spell(const Opening& opening) {
  return spell(opening.from) + "-" + spell(opening.to);
}

}  // namespace

Result<> check_hours(const Definition& definition) {
  for (std::size_t day = 0; day < definition.hours.size(); ++day) {
    const auto wrong = [&](const std::string& what) {
      return Error(ErrorCode::invalid_input,
                   fmt::format("calendar '{}', {}: {}", definition.name, kDays[day], what));
    };
    const Opening* last = nullptr;
    for (const auto& opening : definition.hours[day]) {
      if (opening.from < minutes(0) || opening.to > hours(24)) {
        return wrong(
            fmt::format("{} leaves the day: expected times from 00:00 to 24:00", spell(opening)));
      }
      if (opening.to <= opening.from) {
        return wrong(fmt::format("{} closes before it opens", spell(opening)));
      }
      if (last != nullptr && opening.from < last->to) {
        return wrong(fmt::format("{} begins before {} ends", spell(opening), spell(*last)));
      }
      last = &opening;
    }
  }
  return {};
}

}  // namespace steward::calendar
