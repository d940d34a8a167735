// SPDX-License-Identifier: MIT
// Small pieces of the sentences that commands write.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "steward/base/instant.hpp"
#include "steward/model/commitment.hpp"

namespace steward::app {

/// "1 rule", "7 rules".
template <class Number>
[[nodiscard]] std::string counted(Number count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

/// A duration in one unit below a minute, in milliseconds below a second: there they are what
/// counts.
[[nodiscard]] inline std::string brief(Microseconds duration) {
  if (duration >= std::chrono::minutes(1)) return to_words(duration);
  if (duration >= std::chrono::seconds(1)) {
    return fmt::format("{:.1f} s", static_cast<double>(duration.count()) / 1e6);
  }
  return fmt::format("{} ms", duration.count() / 1000);
}

/// A digest as people read it.
[[nodiscard]] inline std::string shortened(const std::string& digest) {
  return digest.substr(0, 12);
}

/// A state as reports show it: a kept promise that was breached is "kept late" or "recorded late".
[[nodiscard]] inline std::string verdict(const model::Commitment& commitment) {
  if (commitment.recorded_late) return "recorded late";
  if (commitment.state == model::State::kept && commitment.breached_at) return "kept late";
  return std::string(model::to_string(commitment.state));
}

/// Whose a promise is: a name, or "role duty-officer", or "".
[[nodiscard]] inline std::string whose(const std::string& name, const std::string& role) {
  if (!name.empty() || role.empty()) return name;
  return "role " + role;
}

}  // namespace steward::app
