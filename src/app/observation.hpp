// SPDX-License-Identifier: MIT
// What a running daemon tells those who watch it: /healthz and /metrics.
#pragma once

#include "app/installation.hpp"
#include "app/loops.hpp"
#include "app/rule_keeper.hpp"
#include "steward/web/health.hpp"
#include "steward/web/http_message.hpp"
#include "steward/web/metrics.hpp"

namespace steward::app {

/// Safe to use from several threads. While the database is away it is not asked.
class Observation {
 public:
  Observation(Installation& installation, const RuleKeeper& rules, const DatabaseWatch& database)
      : installation_(installation), rules_(rules), database_(database) {}

  [[nodiscard]] web::Response answer(const web::Request& request);

 private:
  [[nodiscard]] web::Health health() const;
  [[nodiscard]] web::Metrics metrics();
  [[nodiscard]] std::optional<web::Counts> counts();

  Installation& installation_;
  const RuleKeeper& rules_;
  const DatabaseWatch& database_;
};

}  // namespace steward::app
