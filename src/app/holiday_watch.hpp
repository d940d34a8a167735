// SPDX-License-Identifier: MIT
// Says which files of holidays end soon: a daemon may run for years without reading its files.
#pragma once

#include <optional>

#include "steward/model/rule.hpp"

namespace steward::app {

class HolidayWatch {
 public:
  /// Logs it when the date (in UTC) is another than at the last look. Not at the first: whoever
  /// read the files has said it.
  void look(const model::RuleSet& set, Instant now);

 private:
  std::optional<std::chrono::sys_days> looked_on_;
};

}  // namespace steward::app
