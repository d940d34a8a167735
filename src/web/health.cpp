// SPDX-License-Identifier: MIT
#include "steward/web/health.hpp"

namespace steward::web {

Response to_response(const Health& health) {
  Response response;
  if (health.ok) response.body = "ok\n";
  if (!health.ok) response.status = 503;
  for (const auto& problem : health.problems) response.body += problem + "\n";
  if (response.body.empty()) response.body = "not ok\n";
  for (const auto& warning : health.warnings) response.body += "warning: " + warning + "\n";
  return response;
}

}  // namespace steward::web
