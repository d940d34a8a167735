// SPDX-License-Identifier: MIT
// What /healthz says: whether this daemon keeps promises right now.
#pragma once

#include <string>
#include <vector>

#include "steward/web/http_message.hpp"

namespace steward::web {

struct Health {
  bool ok = true;
  std::vector<std::string> problems;  ///< each a line; what stands in the way
  std::vector<std::string> warnings;  ///< each a line; promises are kept nevertheless
  bool operator==(const Health&) const = default;
};

/// 200 "ok", or 503 with a line for each problem; then one for each warning.
[[nodiscard]] Response to_response(const Health& health);

}  // namespace steward::web
