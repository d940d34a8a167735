// SPDX-License-Identifier: MIT
// How the benchmarks take time and say what they found.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

namespace steward::bench {

/// One at least.
[[nodiscard]] inline double quantile(std::vector<double> samples, double share) {
  std::sort(samples.begin(), samples.end());
  const auto last = static_cast<double>(samples.size() - 1);
  return samples[static_cast<std::size_t>(share * last + 0.5)];
}
[[nodiscard]] inline double median(std::vector<double> samples) {
  return quantile(std::move(samples), 0.5);
}

/// In seconds.
template <class Work>
[[nodiscard]] double timed(Work work) {
  const auto from = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
}

/// A line of the table that scripts/bench prints.
struct Figure {
  std::string name;
  double figure = 0;
  double limit = 0;  ///< measured in the same run; 0: there is none
  std::string unit;
  /// "ratio>=0.5", "ratio<=1.3" or "figure<=3"; empty: it is only told.
  std::string bar;
};

/// As soon as it is known.
inline void print(const Figure& figure) {
  fmt::print("{}\t{:.4f}\t{:.4f}\t{}\t{}\n", figure.name, figure.figure, figure.limit, figure.unit,
             figure.bar);
  std::fflush(stdout);
}

}  // namespace steward::bench
