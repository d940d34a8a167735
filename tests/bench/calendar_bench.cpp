// SPDX-License-Identifier: MIT
// Business time beside a plain binary search over the same intervals: ten years of a five-day week
// with ten holidays a year.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <random>
#include <vector>

#include "steward/calendar/calendar.hpp"

namespace steward::calendar {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::sys_days;

constexpr sys_days kFirst{std::chrono::year(2020) / std::chrono::January / 1};
constexpr sys_days kLast{std::chrono::year(2029) / std::chrono::December / 31};
/// Questions that are known in advance would be answered by the branch predictor.
constexpr std::size_t kQuestions = 1 << 14;

Calendar five_day_week() {
  Definition definition{"week", Zone::find("America/New_York").value(), {}, {}};
  for (std::size_t day = 1; day <= 5; ++day) definition.hours[day] = {{hours(9), hours(17)}};
  for (int year = 2020; year <= 2029; ++year) {
    for (unsigned month = 1; month <= 10; ++month) {
      definition.holidays.emplace(sys_days(std::chrono::year(year) / month / 15), "");
    }
  }
  return Calendar::from(definition).value();
}

/// What everybody writes first: the intervals in order with running totals, and std::upper_bound.
class BinarySearch {
 public:
  explicit BinarySearch(const Calendar& calendar) {
    Microseconds total{0};
    for (auto date = kFirst; date <= kLast; date += days(1)) {
      for (const auto& opening : calendar.day(date).value().openings) {
        entries_.push_back({opening.from, opening.to, total});
        total += opening.to - opening.from;
      }
    }
  }

  [[nodiscard]] Microseconds between(Instant from, Instant to) const {
    return total_before(to) - total_before(from);
  }
  [[nodiscard]] Instant add(Instant start, Microseconds open_time) const {
    const auto total = total_before(start) + open_time;
    const auto entry = std::lower_bound(
        entries_.begin(), entries_.end(), total, [](const Entry& candidate, Microseconds sought) {
          return candidate.total_before + (candidate.to - candidate.from) < sought;
        });
    return entry->from + (total - entry->total_before);
  }

 private:
  struct Entry {
    Instant from;
    Instant to;
    Microseconds total_before;
  };

  [[nodiscard]] Microseconds total_before(Instant instant) const {
    const auto entry =
        std::upper_bound(entries_.begin(), entries_.end(), instant,
                         [](Instant at, const Entry& candidate) { return at < candidate.to; });
    if (entry == entries_.end()) {
      return entries_.back().total_before + (entries_.back().to - entries_.back().from);
    }
    return entry->total_before + std::max(instant - entry->from, Microseconds(0));
  }

  std::vector<Entry> entries_;
};

struct Question {
  Instant start;
  Instant end;
  Microseconds open_time;
};

/// Both answer each question, and must agree.
struct Field {
  Calendar calendar = five_day_week();
  BinarySearch search{calendar};
  std::vector<Question> questions;

  Field() {
    std::mt19937_64 random(1);
    const auto some = [&](std::int64_t most) {
      return Microseconds(std::uniform_int_distribution<std::int64_t>(0, most)(random));
    };
    const auto nine_years = Microseconds(days(9 * 365)).count();
    for (std::size_t i = 0; i < kQuestions; ++i) {
      questions.push_back({kFirst + some(nine_years), kFirst + some(nine_years),
                           Microseconds(1) + some(Microseconds(hours(80)).count())});
    }
    for (const auto& [start, end, open_time] : questions) {
      if (calendar.between(start, end).value() != search.between(start, end) ||
          calendar.add(start, open_time).value() != search.add(start, open_time)) {
        std::abort();
      }
    }
  }
};

const Field& field() {
  static const Field made;
  return made;
}

void BM_add_binary_search(benchmark::State& state) {
  std::size_t i = 0;
  for (auto _ : state) {
    const auto& question = field().questions[i++ % kQuestions];
    benchmark::DoNotOptimize(field().search.add(question.start, question.open_time));
  }
}

void BM_add(benchmark::State& state) {
  std::size_t i = 0;
  for (auto _ : state) {
    const auto& question = field().questions[i++ % kQuestions];
    benchmark::DoNotOptimize(field().calendar.add(question.start, question.open_time));
  }
}

void BM_between_binary_search(benchmark::State& state) {
  std::size_t i = 0;
  for (auto _ : state) {
    const auto& question = field().questions[i++ % kQuestions];
    benchmark::DoNotOptimize(field().search.between(question.start, question.end));
  }
}

void BM_between(benchmark::State& state) {
  std::size_t i = 0;
  for (auto _ : state) {
    const auto& question = field().questions[i++ % kQuestions];
    benchmark::DoNotOptimize(field().calendar.between(question.start, question.end));
  }
  state.counters["bytes"] = static_cast<double>(field().calendar.memory());
}

/// From a definition to the answer of a first question.
void BM_compile(benchmark::State& state) {
  const Instant start = sys_days(std::chrono::year(2026) / std::chrono::November / 22);
  for (auto _ : state) benchmark::DoNotOptimize(five_day_week().add(start, hours(8)));
}

BENCHMARK(BM_add_binary_search);
BENCHMARK(BM_add);
BENCHMARK(BM_between_binary_search);
BENCHMARK(BM_between);
BENCHMARK(BM_compile);

}  // namespace
}  // namespace steward::calendar

BENCHMARK_MAIN();
