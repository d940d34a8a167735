// SPDX-License-Identifier: MIT
#include "app/loops.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <utility>

#include "app/backoff.hpp"
#include "steward/engine/activator.hpp"
#include "steward/engine/firing.hpp"
#include "steward/engine/scheduler.hpp"
#include "steward/engine/tracker.hpp"
#include "steward/store/daemons.hpp"

namespace steward::app {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Duration = Pause::Duration;

/// Three make a daemon that is lost. Whoever puts rules in force is followed at a glance.
constexpr seconds kBeat{10};
static_assert(3 * kBeat <= store::kLost);
/// Between glances at all there is to do: most of it is done by whoever made it. Changes are probed
/// for all the time, and so no more than so many times in between.
constexpr seconds kGlances{1};
constexpr int kProbes = 5;
constexpr const char* kSender = "sender";
/// What is left of a lease when a message is handed over: a daemon that was stopped meanwhile
/// leaves it to who has it by now.
constexpr seconds kLeaseLeft{15};

/// After which a sender that has more to do than it hands over gets help.
constexpr milliseconds kHelp{50};

/// Between looks at what a first day has to say.
constexpr seconds kGathering{1};

}  // namespace

Loops::Loops(asio::io_context& loop, Workers& workers, Parts parts)
    : loop_(loop),
      workers_(workers),
      parts_(std::move(parts)),
      recorder_(parts_.dispatcher),
      tracking_(std::make_shared<Wakeup>(loop)),
      activating_(std::make_shared<Wakeup>(loop)),
      scheduling_(std::make_shared<Wakeup>(loop)),
      firing_(std::make_shared<Wakeup>(loop)),
      resolving_(std::make_shared<Wakeup>(loop)),
      gathering_(std::make_shared<Wakeup>(loop)),
      beating_(std::make_shared<Wakeup>(loop)) {
  for (int i = 0; i < kSenders; ++i) sending_.push_back(std::make_shared<Wakeup>(loop));

  add(
      "lookout", [this] { return look(); }, std::make_shared<Wakeup>(loop), {},
      [this] { wake_by_glance(); });
  add("tracker", [this] { return track(); }, tracking_, {firing_, resolving_});
  add("activator", [this] { return activate(); }, activating_, {firing_, resolving_});
  add("scheduler", [this] { return schedule(); }, scheduling_, {firing_, resolving_});
  add("firing", [this] { return fire(); }, firing_, {resolving_});
  add(
      "dispatcher", [this] { return resolve(); }, resolving_);
  add(
      "first day", [this] { return resolve_first_day(); }, gathering_);
  for (const auto& sender : sending_) {
    add(
        kSender, [this] { return send(); }, sender);
  }
  add(
      "beat", [this] { return beat(); }, beating_);
  add(
      "upkeep", [this] { return look_after(); }, std::make_shared<Wakeup>(loop));
  if (parts_.heart != nullptr) {
    add(
        "heartbeat", [this] { return feed_heart(); }, std::make_shared<Wakeup>(loop));
  }
}

void Loops::add(std::string name, std::function<Result<Pause>()> work,
                std::shared_ptr<Wakeup> wakeup, std::vector<std::shared_ptr<Wakeup>> wakes,
                std::function<void()> then) {
  loops_.push_back(std::make_shared<Loop>(Loop{std::move(name), std::move(work), std::move(wakeup),
                                               std::move(wakes), std::move(then),
                                               std::make_shared<Wakeup>(loop_)}));
}

void Loops::start(std::function<void()> stopped) {
  stopped_ = std::move(stopped);
  alive_ = loops_.size();
  for (const auto& loop : loops_) {
    auto running = run(loop);
    asio::co_spawn(loop_, std::move(running), [this, name = loop->name](std::exception_ptr failed) {
      if (failed) end_by_bug(name, failed);
      if (--alive_ == 0) stopped_();
    });
  }
}

void Loops::end_by_bug(const std::string& name, const std::exception_ptr& failed) {
  failed_ = true;
  try {
    std::rethrow_exception(failed);
  } catch (const std::exception& bug) {
    spdlog::critical("the {} loop ended by a bug: {}", name, bug.what());
  }
  stop();
}

void Loops::stop() {
  stopping_ = true;
  looking_.end();
  wake_all();
  retry_all();
}

void Loops::wake_all() {
  for (const auto& loop : loops_) loop->wakeup->ring();
}

void Loops::retry_all() {
  for (const auto& loop : loops_) loop->retry->ring();
}

std::string Loops::stuck_for(Duration limit) const {
  const auto now = std::chrono::steady_clock::now();
  for (const auto& loop : loops_) {
    if (loop->at_work_since && now - *loop->at_work_since > limit) return loop->name;
  }
  return "";
}

asio::awaitable<void> Loops::run(std::shared_ptr<Loop> loop) {
  Backoff backoff;
  while (!stopping_) {
    auto work = loop->work;
    loop->at_work_since = std::chrono::steady_clock::now();
    auto answer = co_await workers_.run(std::move(work));
    loop->at_work_since.reset();
    if (!answer) {
      const auto pause = backoff.failed(answer.error().code());
      parts_.database.failed(loop->name, answer.error(), backoff.failures());
      if (stopping_) break;
      loop->retry->forget();
      co_await loop->retry->wait(pause);
      continue;
    }
    // That others have it in hand says nothing of whether it would succeed.
    const int failures = answer->elsewhere ? 0 : backoff.succeeded();
    if (answer->asked && parts_.database.succeeded(loop->name, failures)) retry_all();
    if (answer->worked) {
      for (const auto& next : loop->wakes) next->ring();
    }
    if (loop->then) loop->then();
    if (stopping_) break;
    if (answer->length > Duration::zero()) {
      loop->is_waiting = true;
      co_await loop->wakeup->wait(answer->length);
      loop->is_waiting = false;
    }
  }
}

Result<Pause> Loops::look() {
  auto& store = parts_.installation.store();
  const auto probe = std::chrono::duration_cast<Duration>(parts_.installation.settings().probe);
  while (std::chrono::steady_clock::now() < next_glance_) {
    const auto changes = store.changes();
    if (!changes) {
      next_glance_ = {};
      return changes.error();
    }
    if (*changes) {
      glance_ = {};
      glance_.changes = true;
      return Pause{probe};
    }
    // Slept on this thread: the event loop is not woken to be told that there is nothing.
    if (!looking_.sleep(probe)) return Pause{probe};
  }
  const auto asked = std::chrono::steady_clock::now();
  const auto glance = store.glance();
  if (!glance) return glance.error();
  glance_ = *glance;
  next_glance_ = asked + std::clamp<Duration>(kGlances, probe, kProbes * probe);
  return Pause{probe};
}

void Loops::wake_by_glance() {
  const auto seen = std::chrono::steady_clock::now();
  const auto wake = [&](Wakeup& who, const std::optional<Instant>& when) {
    if (when) who.ring_at(seen + until(*when, glance_.now));
  };
  if (glance_.changes) tracking_->ring();
  if (glance_.activations) activating_->ring();
  if (glance_.notices) resolving_->ring();
  // They may have to wait for hours.
  if (glance_.first_day) gathering_->ring_at(seen + kGathering);
  wake(*firing_, glance_.next_due);
  wake(*scheduling_, glance_.next_recurrence);
  if (glance_.rule_set) {
    const auto before = std::exchange(rule_set_, glance_.rule_set);
    if (before && before != rule_set_) beating_->ring();
  }
  if (glance_.next_message) wake_a_sender(until(*glance_.next_message, glance_.now));
}

Result<Pause> Loops::track() {
  const auto set = parts_.rules.running();
  if (!set) return no_rules(kLongestPause);
  const auto now = parts_.clock.now();
  if (!now) return now.error();
  engine::Tracker tracker(parts_.installation.store());
  const auto consumed = tracker.run_once(*set, *now);
  if (!consumed) return consumed.error();
  detection_lag_.add(tracker.lag());
  const bool more = *consumed >= engine::Tracker::kBatch;
  return Pause{more ? Duration::zero() : Duration(kLongestPause), *consumed > 0};
}

Result<Pause> Loops::activate() {
  const auto set = parts_.rules.running();
  if (!set) return no_rules(kLongestPause);
  const auto now = parts_.clock.now();
  if (!now) return now.error();
  engine::Activator activator(parts_.installation.store());
  const auto worked = activator.run_once(*set, *now);
  if (!worked) return worked.error();
  return Pause{*worked ? Duration::zero() : Duration(kLongestPause), *worked};
}

Result<Pause> Loops::schedule() {
  const auto set = parts_.rules.running();
  if (!set) return no_rules(kLongestPause);
  const auto now = parts_.clock.now();
  if (!now) return now.error();
  engine::Scheduler scheduler(parts_.installation.store());
  const auto worked = scheduler.run_once(*set, *now);
  if (!worked) return worked.error();
  return Pause{*worked ? Duration::zero() : Duration(kLongestPause), *worked};
}

Result<Pause> Loops::fire() {
  const auto set = parts_.rules.running();
  if (!set) return no_rules(kLongestPause);
  const auto now = parts_.firing_clock.now();
  if (!now) return now.error();
  const auto asked = std::chrono::steady_clock::now();
  auto& store = parts_.installation.firing_store();
  engine::Firing firing(store);
  const auto claimed = firing.run_once(*set, *now);
  if (!claimed) return claimed.error();
  firing_lag_.add(firing.lag());
  const bool worked = *claimed > 0;
  if (*claimed >= engine::Firing::kBatch) return Pause{Duration::zero(), worked};
  // Asked when what acted is committed: nobody waits for it.
  const auto next = store.next_due();
  return after_firing(worked, *now, next, std::chrono::steady_clock::now() - asked);
}

Result<Pause> Loops::resolve() {
  const auto set = parts_.rules.running();
  if (!set) return no_rules(kLongestPause);
  const auto now = parts_.clock.now();
  if (!now) return now.error();
  const auto resolved = parts_.dispatcher.resolve(*set, *now);
  if (!resolved) return resolved.error();
  if (*resolved > 0) wake_a_sender(Duration::zero());
  const bool more = *resolved >= engine::Dispatcher::kBatch;
  return Pause{more ? Duration::zero() : Duration(kLongestPause), *resolved > 0};
}

Result<Pause> Loops::resolve_first_day() {
  const auto set = parts_.rules.running();
  if (!set) return no_rules(kLongestPause);
  const auto now = parts_.clock.now();
  if (!now) return now.error();
  const auto resolved = parts_.dispatcher.resolve_first_day(*set, *now);
  if (!resolved) return resolved.error();
  const bool worked = *resolved > 0;
  if (worked) wake_a_sender(Duration::zero());
  return Pause{worked ? Duration::zero() : Duration(kLongestPause), worked};
}

void Loops::wake_a_sender(Duration after) {
  const auto when = std::chrono::steady_clock::now() + after;
  asio::post(loop_, [this, when] {
    for (const auto& loop : loops_) {
      if (loop->name == kSender && loop->is_waiting) return loop->wakeup->ring_at(when);
    }
    // One may have found nothing just before, and be about to wait.
    for (const auto& sender : sending_) sender->ring_at(when);
  });
}

Result<Pause> Loops::send() {
  if (!parts_.rules.running()) return no_rules(kLongestPause);
  if (const auto caught_up = recorder_.catch_up(); !caught_up) return caught_up.error();
  const auto now = parts_.clock.now();
  if (!now) return now.error();
  const auto since = std::chrono::steady_clock::now();
  // One at a time: what is not handed over yet stays free for the others when this one is stopped.
  const auto claimed = parts_.dispatcher.claim(*now, 1);
  if (!claimed) return claimed.error();
  if (claimed->empty()) return Pause{kLongestPause};
  const auto& message = claimed->front();
  // A few are soon handed over by one: all at once would only get in the way of what is due next.
  if (message.more) wake_a_sender(kHelp);
  const auto recorded = hand_over(message, *now, since);
  if (!recorded) return recorded.error();
  return Pause{message.more ? Duration::zero() : Duration(kLongestPause), true};
}

Result<> Loops::hand_over(const engine::Claimed& claimed, Instant claimed_at,
                          std::chrono::steady_clock::time_point since) {
  // The server's clock, carried on by ours: how a message went is known and kept also when the
  // server cannot be asked any more.
  const auto now = [&] {
    return claimed_at +
           std::chrono::duration_cast<Microseconds>(std::chrono::steady_clock::now() - since);
  };
  const auto& message = claimed.message;
  if (now() > claimed_at + engine::Dispatcher::kLease - kLeaseLeft) {
    return Error(ErrorCode::timed_out,
                 fmt::format("{}: the lease of the message is over", message.reference));
  }
  auto delivery = engine::Dispatcher::drop(claimed);
  auto* transport = message.channel == model::Channel::email ? parts_.email : parts_.sms;
  if (!claimed.held) {
    const auto handed_over_at = now();
    const auto sent = transport != nullptr
                          ? transport->send(message)
                          : Result<engine::Receipt>(Error(
                                ErrorCode::rejected, "the channel is not configured any more"));
    delivery = engine::Dispatcher::judge(claimed, sent, handed_over_at, now());
  }
  if (delivery.sent) {
    spdlog::info("{}: {} to {} handed over", message.reference, model::to_string(message.channel),
                 message.recipient_name);
  } else {
    spdlog::warn("{}: {} to {} not handed over{}: {}", message.reference,
                 model::to_string(message.channel), message.recipient_name,
                 delivery.again_at ? ", trying again" : "",
                 delivery.reason ? model::describe(*delivery.reason) : delivery.response);
  }
  auto recorded = recorder_.record(delivery, now());
  // Somebody else may have to be told instead.
  if (delivery.reason) asio::post(loop_, [who = resolving_] { who->ring(); });
  return recorded;
}

Result<Pause> Loops::beat() {
  const auto now = parts_.clock.now();
  if (!now) return now.error();
  const auto done = parts_.beat(*now);
  if (!done) return done.error();
  return Pause{*done ? Duration::zero() : Duration(kBeat)};
}

Result<Pause> Loops::feed_heart() {
  if (!parts_.rules.running()) return no_rules(kBeat);
  const auto now = parts_.clock.now();
  if (!now) return now.error();
  const auto glance = parts_.installation.store().glance();
  if (!glance) return glance.error();
  return Pause{parts_.heart->beat(*glance, *now)};
}

Result<Pause> Loops::look_after() {
  const auto now = parts_.clock.now();
  if (!now) return now.error();
  const auto pause = parts_.upkeep.run_once(*now);
  if (!pause) return pause.error();
  return Pause{*pause};
}

}  // namespace steward::app
