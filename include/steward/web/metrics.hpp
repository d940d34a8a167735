// SPDX-License-Identifier: MIT
// What /metrics says, in the text format of Prometheus.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "steward/base/instant.hpp"

namespace steward::web {

/// How often something took how long.
struct Histogram {
  std::vector<Microseconds> bounds;  ///< rising; a case belongs to the first that it does not pass
  std::vector<std::int64_t> counts;  ///< by bound, and one more for what passes them all
  Microseconds sum{0};               ///< of all cases
  bool operator==(const Histogram&) const = default;
};

/// How many wait, and for how long the oldest does; zero when none does.
struct Backlog {
  std::int64_t count = 0;
  Microseconds oldest{0};
  bool operator==(const Backlog&) const = default;
};

/// What is counted over many rows of the database.
struct Totals {
  std::map<std::string, std::int64_t> commitments;   ///< by state
  std::map<std::string, std::int64_t> capture_gaps;  ///< triggers, by what is wrong with them
  std::map<std::string, std::int64_t> messages;      ///< by state
  std::map<std::string, std::int64_t> suppressed;    ///< tasks, by reason
  Histogram detection_lag;
  Histogram firing_lag;
  Histogram queue_lag;
  Histogram provider_lag;
  Histogram delivery_lag;
  bool operator==(const Totals&) const = default;
};

/// What only the database knows: the same whichever daemon is asked.
struct Counts {
  std::int64_t breaches = 0;
  std::int64_t staged = 0;                          ///< rule sets that wait for a person
  std::map<std::string, std::int64_t> quarantined;  ///< by what: rule, subject
  Backlog changes;
  Backlog overdue;  ///< steps
  Backlog notices;
  Backlog queue;                 ///< messages that wait
  std::optional<Totals> totals;  ///< nothing while they could not be counted
  bool operator==(const Counts&) const = default;
};

struct Metrics {
  std::string version;
  std::string rule_set;  ///< the digest of the set it runs by; "" while it waits
  bool in_force = false;
  bool last_load_failed = false;
  Microseconds clock_ahead{0};   ///< the host's clock before the server's
  std::optional<Counts> counts;  ///< nothing while the database is away
  bool operator==(const Metrics&) const = default;
};

/// The content type of the answer.
inline constexpr const char* kPrometheusType = "text/plain; version=0.0.4; charset=utf-8";

/// Prometheus's text format 0.0.4. Without counts their metrics are left out, so that they go stale
/// rather than false, and `steward_database_up` is 0.
[[nodiscard]] std::string to_prometheus(const Metrics& metrics);

}  // namespace steward::web
