// SPDX-License-Identifier: MIT
// How sessions on the database are made: the connection string and the limits they set themselves.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "steward/base/error.hpp"

namespace steward::store {

/// Limits of every session. The server ends what exceeds them, so a daemon that hangs never holds a
/// lock for long; they lie below the lease of a message. Zero: no limit.
struct SessionLimits {
  std::chrono::milliseconds connect{5'000};
  std::chrono::milliseconds statement{30'000};
  std::chrono::milliseconds lock{15'000};
  std::chrono::milliseconds idle_in_transaction{30'000};
  /// How often the server sees, during a statement, whether we are still there.
  std::chrono::milliseconds check{2'000};
  /// Until a network that went silent counts as a lost connection.
  std::chrono::milliseconds silence{20'000};
};

/// libpq's connection string (a URI or `key=value` pairs) completed, as `key=value` pairs, with
/// what every session of ours has: UTC, UTF-8, READ COMMITTED, `limits`, keepalives, a primary that
/// takes writes. What `connection` says itself wins, but for the time zone, encoding and isolation
/// that the statements rely on. Errors: `invalid_input`.
[[nodiscard]] Result<std::string> complete_connection(std::string_view connection,
                                                      const SessionLimits& limits = {});

}  // namespace steward::store
