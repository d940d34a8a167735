// SPDX-License-Identifier: MIT
#include "steward/web/health.hpp"

namespace steward::web {

Response to_response(const Health& health) {
  Response response;
  if (health.ok) {
    response.body = "ok\n";
    return response;
  }
  response.status = 503;
  for (const auto& problem : health.problems) response.body += problem + "\n";
  if (health.problems.empty()) response.body = "not ok\n";
  return response;
}

}  // namespace steward::web
