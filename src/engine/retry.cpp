// SPDX-License-Identifier: MIT
#include "steward/engine/retry.hpp"

#include <array>

namespace steward::engine {

std::optional<Microseconds> pause_after(int attempt) {
  using std::chrono::minutes;
  using std::chrono::seconds;
  constexpr std::array<seconds, 5> kPauses{seconds(10), seconds(30), minutes(1), minutes(5),
                                           minutes(15)};
  constexpr int kMost = 12;
  if (attempt >= kMost) return std::nullopt;
  const auto index = static_cast<std::size_t>(attempt - 1);
  return index < kPauses.size() ? kPauses[index] : seconds(minutes(30));
}

}  // namespace steward::engine
