// SPDX-License-Identifier: MIT
#include "engine/recurrence.hpp"

#include <spdlog/spdlog.h>

namespace steward::engine {

std::optional<Instant> recurrence_after(const model::Rule& rule, Instant after) {
  const auto recurrence = calendar::Recurrence::from(*rule.schedule);
  const auto next = recurrence ? recurrence->next_instants(1, after)
                               : Result<std::vector<Instant>>(recurrence.error());
  if (!next) {
    spdlog::warn("{}: its schedule cannot go on: {}", rule.name, next.error().message());
    return std::nullopt;
  }
  return next->empty() ? std::nullopt : std::optional(next->front());
}

std::optional<Instant> recurrence_from(const model::Rule& rule, Instant from) {
  return recurrence_after(rule, from - Microseconds(1));
}

}  // namespace steward::engine
