// SPDX-License-Identifier: MIT
#include <array>

#include "bench/engine_figures.hpp"
#include "bench/engine_loops.hpp"
#include "bench/measure.hpp"
#include "bench/same_rows.hpp"

namespace steward::bench {
namespace {

using std::chrono::hours;

constexpr int kMostLoops = 2;
constexpr std::array<const char*, kMostLoops + 1> kBars = {"", "ratio>=0.5", "ratio>=0.35"};

/// How long each took, run by run.
struct Times {
  std::vector<double> engine;
  std::vector<double> limit;
};

/// Both one after the other, in turn the first.
void run_both(EngineDatabase& engine, EngineDatabase& limit, Instant now, int loops, bool swap,
              Times& times) {
  engine.settle();
  limit.settle();
  if (swap) times.limit.push_back(fire_by_hand(limit, now, loops));
  times.engine.push_back(fire_by_engine(engine, now, loops));
  if (!swap) times.limit.push_back(fire_by_hand(limit, now, loops));
}

void print_rate(const std::string& name, const Times& times, const Options& options, int loops) {
  const auto thousands = static_cast<double>(options.due) / 1000;
  print({fmt::format("{}, {}", name, loops == 1 ? "one loop" : "two loops"),
         thousands / median(times.engine), thousands / median(times.limit), "k/s",
         kBars[static_cast<std::size_t>(loops)]});
}

}  // namespace

Population population_of(const Options& options) {
  Population population;
  population.open = options.open;
  // A window for each run of each number of loops: all of them is what is open.
  population.windows = std::max<std::int64_t>(options.open / options.due, 1);
  population.planned = options.due * options.runs;
  return population;
}

void measure_firing(EngineDatabase& base, const Options& options) {
  const auto engine = base.copy();
  const auto limit = base.copy();
  std::array<Times, kMostLoops + 1> reminders;
  std::array<Times, kMostLoops + 1> breaches;
  std::int64_t window = 0;
  for (int run = 0; run < options.runs; ++run) {
    for (int loops = 1; loops <= kMostLoops; ++loops, ++window) {
      const auto over = due_of(window) + hours(1);
      const auto of = static_cast<std::size_t>(loops);
      const bool swap = run % 2 == 1;
      run_both(*engine, *limit, over - hours(24), loops, swap, reminders[of]);
      run_both(*engine, *limit, over, loops, swap, breaches[of]);
    }
  }
  for (int loops = 1; loops <= kMostLoops; ++loops) {
    const auto of = static_cast<std::size_t>(loops);
    print_rate("firing: reminders due at once", reminders[of], options, loops);
    print_rate("firing: breaches due at once", breaches[of], options, loops);
  }
  require_same_rows(engine->database(), limit->database());
}

}  // namespace steward::bench
