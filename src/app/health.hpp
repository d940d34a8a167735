// SPDX-License-Identifier: MIT
// What is wrong with an installation, and what to do about it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "steward/calendar/zone.hpp"
#include "steward/engine/dispatcher.hpp"
#include "steward/model/rule.hpp"
#include "steward/model/rule_load.hpp"
#include "steward/store/capture.hpp"
#include "steward/store/reports.hpp"

namespace steward::app {

enum class Health {
  healthy,   ///< of a finding: worth knowing, nothing is wrong
  degraded,  ///< promises are kept, but not all of it works
  down,      ///< promises are not kept
};

/// One thing to know: a sentence, and the command or act that comes next ("" for none).
struct Finding {
  Health health = Health::degraded;
  std::string what;
  std::string next;
  bool operator==(const Finding&) const = default;
};

/// What an installation looks like at an instant.
struct Condition {
  store::StatusReport report;
  Instant now;
  calendar::Zone zone;
  engine::DeliveryMode delivery = engine::DeliveryMode::live;
  std::size_t file_errors = 0;
  std::string files;        ///< the digest of the files here; "" when they have errors
  std::string first_error;  ///< of them, with its place
  std::optional<model::RuleLoad> staged;  ///< the set that waits for a person
  std::vector<store::CaptureGap> capture_gaps;
  std::vector<model::HolidayFile> holiday_files;
};

/// It was seen so lately that it runs.
[[nodiscard]] bool is_alive(const store::SeenDaemon& seen, Instant now);

/// The worst first; empty when all is well.
[[nodiscard]] std::vector<Finding> findings(const Condition& condition);

/// The worst of them.
[[nodiscard]] Health health_of(const std::vector<Finding>& findings);

}  // namespace steward::app
