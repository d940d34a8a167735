// SPDX-License-Identifier: MIT
// What is set aside, put there by hand: as many rules and subjects as a test needs.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "steward/base/instant.hpp"
#include "steward/engine/quarantine.hpp"
#include "support/test_database.hpp"

namespace steward::test {

/// It failed once, at an instant, and is tried again at another; a rule has the key "".
inline engine::Quarantined failed_once(const std::string& rule, const std::string& key, Instant at,
                                       Instant retry_at,
                                       engine::Work work = engine::Work::judging) {
  engine::Quarantined failed;
  failed.rule = rule;
  failed.key = key;
  failed.work = work;
  failed.reason = "out of all bounds";
  failed.since = at;
  failed.tried_at = at;
  failed.retry_at = retry_at;
  return failed;
}

/// So many like this one, whose keys go on with numbers from 1.
inline std::vector<engine::Quarantined> numbered(const engine::Quarantined& one,
                                                 std::size_t count) {
  std::vector<engine::Quarantined> all(count, one);
  for (std::size_t i = 0; i < count; ++i) all[i].key += std::to_string(i + 1);
  return all;
}

/// Neither names nor reasons may hold a tab, a line's end or a backslash.
inline void put_aside(TestDatabase& database, const std::vector<engine::Quarantined>& all) {
  std::string rows;
  for (const auto& one : all) {
    const char* const firing = one.work == engine::Work::firing ? "true" : "false";
    rows += one.rule + '\t' + one.key + '\t' + firing + '\t' + one.reason + '\t' +
            to_rfc3339(one.since) + '\t' + to_rfc3339(one.tried_at) + '\t' +
            to_rfc3339(one.retry_at) + '\n';
  }
  database.copy(
      "copy steward.quarantine (rule, key, firing, reason, since, tried_at, retry_at) from stdin",
      rows);
}

}  // namespace steward::test
