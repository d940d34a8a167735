// SPDX-License-Identifier: MIT
// What the tests of `steward run` as a process start from.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <string>

#include "support/daemon_process.hpp"
#include "support/test_database.hpp"
#include "support/world.hpp"

namespace steward::test {

/// Gives the reference CRM with steward's tables its capture, and Skyport's people and clients.
void add_skyport(TestDatabase& database);

/// The same from an empty database.
void install_skyport(TestDatabase& database);

/// A completed service of the priority client whose follow-up falls due so many milliseconds from
/// now; `count` of them fall due `apart` milliseconds one after the other.
void add_deliveries(TestDatabase& database, int due_in, int count = 1, int apart = 0);

/// How many of these follow-ups were acted upon.
inline constexpr const char* kActed =
    "select count(*) from steward.outcome o join steward.commitment c on c.id = o.commitment "
    "where c.rule = 'priority-follow-up' and o.kind = 'acted'";

/// Skyport on the real clock.
class Daemon : public testing::Test {
 protected:
  Daemon() { add_skyport(database); }

  /// Polls until `reached`. Throws with the daemon's log when it takes a minute.
  void until(const std::string& what, const std::function<bool()>& reached) {
    wait_until(folder, what, reached);
  }
  /// Polls until the query answers at least `wanted`.
  void until(const std::string& query, std::int64_t wanted);
  /// It has looked at all there was, and once more since it started.
  void until_active();

  TestDatabase database{installation_over(WorldFiles::reference())};
  DaemonFolder folder;
};

}  // namespace steward::test
