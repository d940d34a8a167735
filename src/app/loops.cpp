// SPDX-License-Identifier: MIT
#include "app/loops.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <exception>

#include "steward/engine/activator.hpp"
#include "steward/engine/firing.hpp"
#include "steward/engine/scheduler.hpp"
#include "steward/engine/tracker.hpp"

namespace steward::app {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Duration = std::chrono::steady_clock::duration;

/// Nothing sleeps longer: a missed bell costs at most this.
constexpr seconds kLongest{1};
constexpr seconds kBeat{2};
constexpr milliseconds kFirstBackoff{250};
constexpr seconds kLongestBackoff{15};

/// Until `next`, at most `kLongest`; a little past it, so that the instant has come on waking.
Duration until(const std::optional<Instant>& next, Instant now) {
  if (!next) return kLongest;
  if (*next <= now) return Duration::zero();
  return std::min<Duration>(*next - now + Microseconds(200), kLongest);
}

}  // namespace

void DatabaseWatch::failed(const std::string& loop, const Error& error) {
  if (error.code() == ErrorCode::unavailable) {
    if (up_.exchange(false)) {
      spdlog::error("the database is away ({}): trying again until it is back", error.message());
    }
    return;
  }
  // Somebody else was first, or answered late: the work is simply done again.
  const bool ordinary = error.code() == ErrorCode::conflict || error.code() == ErrorCode::timed_out;
  spdlog::log(ordinary ? spdlog::level::debug : spdlog::level::err, "{}: {}: {}", loop,
              to_string(error.code()), error.message());
}

void DatabaseWatch::succeeded() {
  if (!up_.exchange(true)) spdlog::info("the database is back");
}

Loops::Loops(asio::io_context& loop, Workers& workers, Parts parts)
    : loop_(loop), workers_(workers), parts_(std::move(parts)) {
  const auto tracking = std::make_shared<Wakeup>(loop);
  const auto activating = std::make_shared<Wakeup>(loop);
  const auto scheduling = std::make_shared<Wakeup>(loop);
  const auto firing = std::make_shared<Wakeup>(loop);
  const auto resolving = std::make_shared<Wakeup>(loop);
  const auto gathering = std::make_shared<Wakeup>(loop);
  const auto beating = std::make_shared<Wakeup>(loop);
  std::vector<std::shared_ptr<Wakeup>> sending;
  for (int i = 0; i < kSenders; ++i) sending.push_back(std::make_shared<Wakeup>(loop));

  add("tracker", [this] { return track(); }, tracking, {firing, resolving});
  add("activator", [this] { return activate(); }, activating, {firing, resolving, gathering});
  add("scheduler", [this] { return schedule(); }, scheduling, {firing, resolving});
  add("firing", [this] { return fire(); }, firing, {resolving, gathering});
  add(
      "dispatcher", [this] { return resolve(); }, resolving, sending);
  add(
      "first day", [this] { return resolve_first_day(); }, gathering, sending);
  for (const auto& sender : sending) {
    add("sender", [this] { return send(); }, sender, {resolving, gathering});
  }
  add(
      "beat", [this] { return beat(); }, beating);
}

void Loops::add(std::string name, std::function<Result<Pause>()> work,
                std::shared_ptr<Wakeup> wakeup, std::vector<std::shared_ptr<Wakeup>> wakes) {
  loops_.push_back(std::make_shared<Loop>(
      Loop{std::move(name), std::move(work), std::move(wakeup), std::move(wakes)}));
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
  wake_all();
}

void Loops::wake_all() {
  for (const auto& loop : loops_) loop->wakeup->ring();
}

asio::awaitable<void> Loops::run(std::shared_ptr<Loop> loop) {
  Duration backoff = kFirstBackoff;
  while (!stopping_) {
    auto work = loop->work;
    auto answer = co_await workers_.run(std::move(work));
    Duration pause = backoff;
    if (answer) {
      backoff = kFirstBackoff;
      pause = answer->length;
      if (answer->asked) parts_.database.succeeded();
      if (answer->worked) {
        for (const auto& next : loop->wakes) next->ring();
      }
    } else {
      parts_.database.failed(loop->name, answer.error());
      if (answer.error().code() != ErrorCode::conflict) {
        backoff = std::min<Duration>(backoff * 2, kLongestBackoff);
      }
    }
    if (stopping_) break;
    if (pause > Duration::zero()) co_await loop->wakeup->wait(pause);
  }
}

Result<Pause> Loops::track() {
  const auto probe = std::chrono::duration_cast<Duration>(parts_.installation.settings().probe);
  const auto set = parts_.rules.running();
  if (!set) return no_rules(probe);
  const auto now = parts_.installation.clock().now();
  if (!now) return now.error();
  engine::Tracker tracker(parts_.installation.store());
  const auto consumed = tracker.run_once(*set, *now);
  if (!consumed) return consumed.error();
  const bool more = *consumed >= engine::Tracker::kBatch;
  return Pause{more ? Duration::zero() : probe, *consumed > 0};
}

Result<Pause> Loops::activate() {
  const auto set = parts_.rules.running();
  if (!set) return no_rules(kLongest);
  const auto now = parts_.installation.clock().now();
  if (!now) return now.error();
  engine::Activator activator(parts_.installation.store());
  const auto worked = activator.run_once(*set, *now);
  if (!worked) return worked.error();
  return Pause{*worked ? Duration::zero() : Duration(kLongest), *worked};
}

Result<Pause> Loops::schedule() {
  const auto set = parts_.rules.running();
  if (!set) return no_rules(kLongest);
  const auto now = parts_.installation.clock().now();
  if (!now) return now.error();
  engine::Scheduler scheduler(parts_.installation.store());
  const auto worked = scheduler.run_once(*set, *now);
  if (!worked) return worked.error();
  if (*worked) return Pause{Duration::zero(), true};
  const auto next = scheduler.next();
  if (!next) return next.error();
  // What has come and was not claimed is in another daemon's hands.
  const auto pause = until(*next, *now);
  return Pause{pause > Duration::zero() ? pause : Duration(milliseconds(50))};
}

Result<Pause> Loops::fire() {
  const auto set = parts_.rules.running();
  if (!set) return no_rules(kLongest);
  const auto now = parts_.installation.clock().now();
  if (!now) return now.error();
  engine::Firing firing(parts_.installation.store());
  const auto claimed = firing.run_once(*set, *now);
  if (!claimed) return claimed.error();
  if (*claimed > 0) return Pause{Duration::zero(), true};
  const auto next = firing.next();
  if (!next) return next.error();
  // What is due and was not claimed is in another daemon's hands.
  const auto pause = until(*next, *now);
  return Pause{pause > Duration::zero() ? pause : Duration(milliseconds(50))};
}

Result<Pause> Loops::resolve() {
  const auto set = parts_.rules.running();
  if (!set) return no_rules(kLongest);
  const auto now = parts_.installation.clock().now();
  if (!now) return now.error();
  const auto resolved = parts_.dispatcher.resolve(*set, *now);
  if (!resolved) return resolved.error();
  const bool more = *resolved >= engine::Dispatcher::kBatch;
  return Pause{more ? Duration::zero() : Duration(kLongest), *resolved > 0};
}

Result<Pause> Loops::resolve_first_day() {
  const auto set = parts_.rules.running();
  if (!set) return no_rules(kLongest);
  const auto now = parts_.installation.clock().now();
  if (!now) return now.error();
  const auto resolved = parts_.dispatcher.resolve_first_day(*set, *now);
  if (!resolved) return resolved.error();
  const bool worked = *resolved > 0;
  return Pause{worked ? Duration::zero() : Duration(kLongest), worked};
}

Result<Pause> Loops::send() {
  if (!parts_.rules.running()) return no_rules(kLongest);
  const auto now = parts_.installation.clock().now();
  if (!now) return now.error();
  // One at a time: what is not handed over yet stays free for the others when this one is stopped.
  const auto claimed = parts_.dispatcher.claim(*now, 1);
  if (!claimed) return claimed.error();
  for (const auto& message : *claimed) {
    const auto recorded = hand_over(message);
    if (!recorded) return recorded.error();
  }
  if (!claimed->empty()) return Pause{Duration::zero(), true};
  const auto next = parts_.dispatcher.next();
  if (!next) return next.error();
  const auto pause = until(*next, *now);
  return Pause{pause > Duration::zero() ? pause : Duration(milliseconds(50))};
}

Result<> Loops::hand_over(const engine::Claimed& claimed) {
  auto delivery = engine::Dispatcher::drop(claimed);
  const auto& message = claimed.message;
  auto* transport = message.channel == model::Channel::email ? parts_.email : parts_.sms;
  if (!claimed.held) {
    const auto sent = transport != nullptr
                          ? transport->send(message)
                          : Result<engine::Receipt>(Error(
                                ErrorCode::rejected, "the channel is not configured any more"));
    const auto after = parts_.installation.clock().now();
    delivery = engine::Dispatcher::judge(claimed, sent, after ? *after : message.at);
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
  // A message that left is recorded even when the clock could not be asked.
  const auto recorded_at = parts_.installation.clock().now();
  return parts_.dispatcher.record({delivery}, recorded_at ? *recorded_at : message.at);
}

Result<Pause> Loops::beat() {
  const auto now = parts_.installation.clock().now();
  if (!now) return now.error();
  const auto done = parts_.beat(*now);
  if (!done) return done.error();
  return Pause{kBeat};
}

}  // namespace steward::app
