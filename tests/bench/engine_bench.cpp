// SPDX-License-Identifier: MIT
// The engine beside SQL and libpq by hand, on the same server in the same run. Prints a line for
// each figure: name, figure, limit, unit, bar; medians of interleaved runs.
//
//   bench_engine [--quick | --full] [--runs N] [--open N] [--due N] [--only NAME,…] [--profile]
//
// --quick is a tenth of everything, three times; --full has ten times as many commitments where
// growth is the question. The names are firing, ingest, daemon, growth, old-client and capture.
// Needs a PostgreSQL: STEWARD_TEST_POSTGRES, or scripts/postgres in the build; for the daemon one
// with track_commit_timestamp, for --profile one with pg_stat_statements.
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/engine_figures.hpp"
#include "bench/same_rows.hpp"
#include "steward/engine/activator.hpp"

namespace steward::bench {
namespace {

constexpr std::int64_t kChecked = 1'000;

/// What the generator writes is what the engine would have written.
void check_population() {
  EngineDatabase by_engine;
  EngineDatabase by_generator;
  Population population;
  population.open = kChecked;
  population.windows = 10;
  population.planned = 100;
  populate(by_generator, population);
  population.only_records = true;
  populate(by_engine, population);
  by_engine.database().run("update steward.activation set done = false, cursor = null");
  engine::Activator activator(by_engine.store());
  while (must(activator.run_once(by_engine.rules(), opened_at()), "activating")) {
  }
  // Those that are planned have no commitment; the engine has locked them all the same.
  by_engine.database().run(
      fmt::format("delete from steward.subject where key::bigint > {}", population.open));
  require_same_rows(by_engine.database(), by_generator.database());
}

std::int64_t number(const std::string& option, const char* text) {
  char* end = nullptr;
  const auto value = text == nullptr ? 0 : std::strtoll(text, &end, 10);
  if (value < 1 || *end != '\0') throw std::runtime_error(option + " asks for a number from 1");
  return value;
}

Options options_of(int count, char** words) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    const char* next = i + 1 < count ? words[i + 1] : nullptr;
    if (word == "--full") {
      options.full = true;
    } else if (word == "--quick") {
      options.quick = true;
      options.runs = 3;
      options.open /= 10;
      options.due /= 10;
    } else if (word == "--profile") {
      options.profile = true;
    } else if (word == "--runs") {
      options.runs = static_cast<int>(number(word, next)), ++i;
    } else if (word == "--open") {
      options.open = number(word, next), ++i;
    } else if (word == "--due") {
      options.due = number(word, next), ++i;
    } else if (word == "--only" && next != nullptr) {
      std::stringstream names(words[++i]);
      for (std::string name; std::getline(names, name, ',');) options.only.insert(name);
    } else {
      throw std::runtime_error("unknown argument '" + word + "'");
    }
  }
  if (options.open < 2 * options.runs * options.due) {
    throw std::runtime_error("--open must be at least twice --runs times --due");
  }
  return options;
}

void measure(const Options& options) {
  check_population();
  if (options.profile || options.wants("firing") || options.wants("ingest") ||
      options.wants("daemon")) {
    EngineDatabase base;
    populate(base, population_of(options));
    if (options.profile) return profile(base, options);
    if (options.wants("firing")) measure_firing(base, options);
    if (options.wants("ingest")) measure_ingest(base, options);
    if (options.wants("daemon")) measure_daemon(base, options);
  }
  if (options.wants("growth")) measure_growth(options);
  if (options.wants("old-client")) measure_old_client(options);
  if (options.wants("capture")) measure_capture(options);
}

}  // namespace
}  // namespace steward::bench

int main(int count, char** words) {
  try {
    steward::bench::measure(steward::bench::options_of(count, words));
  } catch (const std::exception& failed) {
    fmt::print(stderr, "bench_engine: {}\n", failed.what());
    return 1;
  }
  return 0;
}
