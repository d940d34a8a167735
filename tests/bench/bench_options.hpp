// SPDX-License-Identifier: MIT
// What a run of the engine's benchmarks measures, and how much of it.
#pragma once

#include <cstdint>
#include <set>
#include <string>

namespace steward::bench {

struct Options {
  int runs = 5;                   ///< interleaved with the limit's; medians of them are told
  std::int64_t open = 1'000'000;  ///< commitments that are there all the time
  std::int64_t due = 100'000;     ///< that a run lets act, and changes that it takes in
  bool quick = false;             ///< shorter where time is what is measured
  bool full = false;              ///< with ten times as many where growth is the question
  bool profile = false;           ///< where the time goes, in place of figures
  std::set<std::string> only;     ///< names of what to measure; empty: all of it

  [[nodiscard]] bool wants(const std::string& name) const {
    return only.empty() || only.contains(name);
  }
};

}  // namespace steward::bench
