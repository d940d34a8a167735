// SPDX-License-Identifier: MIT
// What answers one line of `steward calendar --jsonl`.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "steward/base/json.hpp"
#include "steward/calendar/calendar.hpp"

namespace steward::app {

/// Finds a loaded calendar by its name. Errors: `not_found`, `invalid_input`.
using FindCalendar = std::function<Result<calendar::Calendar>(std::string_view name)>;

/// Answers {"calendar": …, "op": …, …}: see the command's help. Lines often bear the same calendar,
/// so that those read last are kept.
class CalendarLines {
 public:
  explicit CalendarLines(FindCalendar find) : find_(std::move(find)) {}

  /// Errors: `invalid_input`, naming the key.
  [[nodiscard]] Result<json::object> answer(const json::object& request);

 private:
  [[nodiscard]] Result<calendar::Calendar> calendar_of(const json::object& request);

  FindCalendar find_;
  std::map<std::string, calendar::Calendar, std::less<>> read_;  ///< by their text
};

}  // namespace steward::app
