// SPDX-License-Identifier: MIT
#include "bench/engine_loops.hpp"

#include <exception>
#include <memory>
#include <thread>
#include <vector>

#include "bench/hand_firing.hpp"
#include "bench/hand_tracking.hpp"
#include "bench/measure.hpp"
#include "steward/engine/firing.hpp"
#include "steward/engine/tracker.hpp"
#include "steward/store/database.hpp"

namespace steward::bench {
namespace {

/// A store with one session, which is open.
class OneSession {
 public:
  explicit OneSession(test::TestDatabase& database)
      : pool_(must(store::complete_connection(database.connection()), "the connection"), 1) {
    must(store_.next_due(), "connecting");
  }
  [[nodiscard]] store::PostgresStore& store() { return store_; }

 private:
  store::Pool pool_;
  store::PostgresStore store_{pool_};
};

/// All at once, each in a thread of its own.
template <class Worker, class Work>
double run_all(std::vector<std::unique_ptr<Worker>>& workers, Work work) {
  std::vector<std::exception_ptr> failures(workers.size());
  const auto seconds = timed([&] {
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < workers.size(); ++i) {
      threads.emplace_back([&, i] {
        try {
          work(*workers[i]);
        } catch (...) {
          failures[i] = std::current_exception();
        }
      });
    }
    for (auto& thread : threads) thread.join();
  });
  for (const auto& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
  return seconds;
}

/// As the daemon's loop: what is due and was not claimed is in another's hands.
void fire_until_done(store::PostgresStore& store, const model::RuleSet& rules, Instant now) {
  engine::Firing firing(store);
  while (true) {
    const auto fired = firing.run_once(rules, now);
    if (!fired && fired.error().code() == ErrorCode::conflict) continue;
    const auto claimed = must(fired, "firing");
    if (claimed == engine::Firing::kBatch) continue;
    const auto next = must(store.next_due(), "asking what is due");
    if (!next || *next > now) return;
    if (claimed == 0) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

}  // namespace

double fire_by_engine(EngineDatabase& world, Instant now, int loops) {
  std::vector<std::unique_ptr<OneSession>> sessions;
  for (int i = 0; i < loops; ++i) {
    sessions.push_back(std::make_unique<OneSession>(world.database()));
  }
  return run_all(
      sessions, [&](OneSession& session) { fire_until_done(session.store(), world.rules(), now); });
}

double fire_by_hand(EngineDatabase& world, Instant now, int loops) {
  std::vector<std::unique_ptr<HandFiring>> sessions;
  for (int i = 0; i < loops; ++i) {
    sessions.push_back(std::make_unique<HandFiring>(world.database().connection()));
  }
  return run_all(sessions, [&](HandFiring& firing) {
    while (firing.run_once(now) > 0) {
    }
  });
}

double track_by_engine(EngineDatabase& world, Instant now) {
  OneSession session(world.database());
  engine::Tracker tracker(session.store());
  return timed([&] {
    while (must(tracker.run_once(world.rules(), now), "tracking") == engine::Tracker::kBatch) {
    }
  });
}

double track_by_hand(EngineDatabase& world, Instant now) {
  HandTracking tracking(world.database().connection(), world.rules().rules.front().revision);
  return timed([&] {
    while (tracking.run_once(now) == engine::Tracker::kBatch) {
    }
  });
}

}  // namespace steward::bench
