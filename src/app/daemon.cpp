// SPDX-License-Identifier: MIT
#include "app/daemon.hpp"

#include <fmt/format.h>
#include <malloc.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <optional>

#include "app/backoff.hpp"
#include "app/database_watch.hpp"
#include "app/delivery.hpp"
#include "app/file_watch.hpp"
#include "app/heart.hpp"
#include "app/holiday_watch.hpp"
#include "app/installation.hpp"
#include "app/loops.hpp"
#include "app/observation.hpp"
#include "app/opening.hpp"
#include "app/readiness.hpp"
#include "app/rule_keeper.hpp"
#include "app/upkeep.hpp"
#include "app/watched_clock.hpp"
#include "app/workers.hpp"
#include "steward/base/digest.hpp"
#include "steward/base/logging.hpp"
#include "steward/engine/resync.hpp"
#include "steward/notify/renderer.hpp"
#include "steward/store/clock_jumps.hpp"
#include "steward/store/daemons.hpp"
#include "steward/store/migrate.hpp"
#include "steward/store/months.hpp"
#include "steward/web/http_server.hpp"

namespace steward::app {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// Files are read when nothing has changed for so long: an editor writes several at once.
constexpr milliseconds kSettled{500};

/// A stop takes no longer: what hangs on the network by then is left to its lease.
constexpr seconds kPatience{9};

/// Of daemons that start one after another only the first lets all rules look again.
constexpr std::chrono::hours kLookedLately{1};

/// Places to allocate from. By default each of the many threads that seldom work gets its own, and
/// what one has let go of no other can use.
constexpr int kArenas = 2;

/// Unique to this process, whatever pids other hosts use.
std::string new_daemon_id(const std::string& host) {
  const auto started = std::chrono::steady_clock::now().time_since_epoch().count();
  return sha256(fmt::format("{} {} {}", host, getpid(), started)).substr(0, 16);
}

/// One running daemon. Its life is `run`: read it from top to bottom.
class Daemon {
 public:
  Daemon(Installation& installation, Delivery& delivery, Heart* heart)
      : installation_(installation),
        host_(host_name()),
        id_(new_daemon_id(host_)),
        clock_(installation.clock(), host_clocks_,
               [this](const ClockJump& jump) {
                 return store::note_jump(installation_.pool(), jump, host_);
               }),
        firing_clock_(clock_, installation.firing_clock()),
        workers_(loop_, Loops::kThreads + kHttpThreads),
        rules_(installation, clock_, load_settings(installation.settings(), delivery.settings(id_)),
               fmt::format("{}:{}", host_, getpid()), host_),
        dispatcher_(installation.store(), renderer_, delivery.settings(id_)),
        database_(installation.pool()),
        upkeep_(installation.pool(), installation.settings().retention),
        loops_(loop_, workers_,
               Loops::Parts{installation, clock_, firing_clock_, rules_, dispatcher_,
                            delivery.email(), delivery.sms(), database_, heart, upkeep_,
                            [this](Instant now) { return beat(now, ""); }}),
        signals_(loop_, SIGTERM, SIGINT, SIGHUP),
        patience_(loop_),
        retry_(loop_),
        watchdog_(loop_),
        observation_(installation, rules_, database_, clock_, neighbours_, upkeep_),
        delivery_(delivery) {}

  int run() {
    if (const auto served = serve_http(); !served) {
      fail(served.error());
      return 2;
    }
    wait_for_signal();
    feed_watchdog();
    auto starting = start_up();
    asio::co_spawn(loop_, std::move(starting), [](std::exception_ptr failed) {
      if (failed) std::rethrow_exception(failed);
    });
    loop_.run();
    workers_.join();
    return exit_code_;
  }

 private:
  static constexpr std::size_t kHttpThreads = 2;

  /// Before the database is reached, so that one can see that it is not.
  Result<> serve_http() {
    const auto& settings = installation_.settings();
    if (settings.http_port == 0) return {};
    auto server = web::HttpServer::open(
        loop_, settings.http_address, settings.http_port,
        [this](const web::Request& request) { return observation_.answer(request); },
        [this](std::function<void()> work) { workers_.post(std::move(work)); });
    if (!server) {
      return Error(
          server.error().code(),
          fmt::format("/healthz and /metrics cannot be served: {}; port: under http: in the "
                      "configuration chooses another port, 0 none",
                      server.error().message()));
    }
    http_ = std::move(*server);
    return {};
  }

  /// The start, in order. Ends by handing over to the loops, or by stopping.
  asio::awaitable<void> start_up() {
    std::function<Result<bool>()> attempt = [this] { return prepare(); };
    Backoff backoff;
    while (!stopping_) {
      auto again = attempt;
      const auto prepared = co_await workers_.run(std::move(again));
      if (prepared && *prepared) break;
      if (prepared || !is_passing(prepared.error())) {
        if (!prepared) fail(prepared.error());
        end(prepared ? 1 : 2);
        co_return;
      }
      const auto pause = backoff.failed(prepared.error().code());
      database_.failed("start", prepared.error(), backoff.failures());
      co_await retry_.wait(pause);
    }
    if (stopping_) {
      end(0);
      co_return;
    }
    database_.succeeded("start", backoff.succeeded());
    started_ = true;
    watch_files();
    loops_.start([this] { finish(); });
    reload(first_reload_);  // what changed before they were watched
    tell_ready(status_line());
  }

  /// Everything that needs the database before the loops run. False: the files are wrong.
  Result<bool> prepare() {
    const auto now = clock_.now();
    if (!now) return now.error();
    started_at_ = *now;
    const auto pending = store::pending_migrations(installation_.pool());
    if (!pending) return pending.error();
    if (!pending->empty()) {
      return Error(ErrorCode::rejected,
                   "the database has no up-to-date steward schema: run 'steward db migrate'");
    }
    if (const auto said = say_delivery(*now); !said) return said.error();
    // Before the loops, which would wait for each other over a month that is not there.
    const auto prepared = store::prepare_months(installation_.pool(), *now);
    if (!prepared) return prepared.error();
    const auto loaded = rules_.start();
    if (!loaded || !*loaded) return loaded;
    // Records may have changed while nobody watched, or their triggers were off.
    const auto looking =
        engine::resync(installation_.store(), {}, "a daemon started", *now - kLookedLately);
    if (!looking) return looking.error();
    const auto beaten = beat(*now, "");
    if (!beaten) return beaten.error();
    return true;
  }

  /// The first line: whether anything leaves this installation.
  Result<> say_delivery(Instant now) {
    const auto withheld = store::withheld_since(installation_.pool(), now - std::chrono::hours(24));
    if (!withheld) return withheld.error();
    spdlog::info("steward {}: {}", STEWARD_VERSION, delivery_.sentence(*withheld));
    return {};
  }

  /// Answers whether other rules were taken up meanwhile, which the next beat is to say.
  Result<bool> beat(Instant now, const std::string& last_state) {
    store::DaemonState state;
    state.id = id_;
    state.host = host_;
    state.pid = getpid();
    state.version = STEWARD_VERSION;
    state.rule_set = rules_.digest();
    state.state = !last_state.empty() ? last_state : rules_.running() ? "running" : "waiting";
    state.note = rules_.note();
    if (state.note.empty()) state.note = upkeep_.trouble();
    state.delivery = std::string(engine::to_string(delivery_.mode()));
    state.started_at = started_at_;
    state.detection_lag = loops_.take_detection_lag();
    state.firing_lag = loops_.take_firing_lag();
    state.clock_ahead = clock_.host_ahead();
    const auto surroundings = store::beat(installation_.pool(), state, now);
    if (!surroundings) return surroundings.error();
    neighbours_.versions = surroundings->versions;
    neighbours_.rule_sets = surroundings->rule_sets;
    if (!last_state.empty()) return false;
    if (const auto set = rules_.running()) holidays_.look(*set, now);
    const auto followed = rules_.follow(*surroundings);
    if (!followed) return followed.error();
    return rules_.digest() != state.rule_set;
  }

  void wait_for_signal() {
    signals_.async_wait([this](const boost::system::error_code& failed, int signal) {
      if (failed) return;
      if (signal == SIGHUP) {
        spdlog::info("reloading");
        reload(model::LoadOrigin::signal);
      } else if (!stopping_) {
        spdlog::info("stopping");
        stop();
      } else {
        spdlog::warn("stopped at once: messages under way go again after their lease");
        std::_Exit(exit_code_);
      }
      wait_for_signal();
    });
  }

  /// From the event loop, so that its own standstill is noticed, too; not while a loop is at one
  /// piece of work for longer than the watchdog waits: a restart is what helps. A database that is
  /// away holds no loop up.
  void feed_watchdog() {
    if (!watchdog_patience_) return;
    const auto stuck = loops_.stuck_for(*watchdog_patience_);
    if (stuck.empty()) {
      tell_alive();
    } else if (stuck != stuck_) {
      spdlog::critical(
          "the {} loop has been at one piece of work for longer than {}: the watchdog "
          "is not fed",
          stuck, to_words(*watchdog_patience_));
    }
    stuck_ = stuck;
    watchdog_.expires_after(*watchdog_patience_ / 3);
    watchdog_.async_wait([this](const boost::system::error_code& cut_short) {
      if (!cut_short) feed_watchdog();
    });
  }

  void watch_files() {
    auto opened = FileWatch::open(loop_, kSettled, [this] { reload(model::LoadOrigin::edit); });
    if (!opened) {
      spdlog::warn(
          "edits are not noticed by themselves ({}): SIGHUP or 'steward reload' reads them",
          opened.error().message());
      return;
    }
    watch_ = std::move(*opened);
    for (const auto& failure : watch_->watch(rules_.watched())) {
      spdlog::warn("edits are not noticed by themselves in {}", failure);
    }
  }

  void reload(model::LoadOrigin origin) {
    if (stopping_) return;
    if (!started_) {
      // The start may have read the files already, and have put them aside.
      first_reload_ = origin;
      return;
    }
    // A folder may have been replaced: what changes in it from now on is another edit.
    if (watch_) watch_->watch(rules_.watched());
    if (origin != model::LoadOrigin::edit) tell_reloading();
    workers_.post([this, origin] {
      const auto looked = rules_.look(origin);
      if (!looked) {
        spdlog::error("reloading failed: {}: nothing was changed", looked.error().message());
      }
      asio::post(loop_, [this] {
        if (stopping_) return;
        if (watch_) watch_->watch(rules_.watched());  // another file of holidays may be named
        tell_ready(status_line());
        loops_.wake_all();
      });
    });
  }

  void stop() {
    stopping_ = true;
    tell_stopping();
    retry_.ring();
    if (http_) http_->stop();
    if (watch_) watch_->stop();
    loops_.stop();
    patience_.expires_after(kPatience);
    patience_.async_wait([this](const boost::system::error_code& cut_short) {
      if (cut_short) return;
      spdlog::warn("stopped: a message still under way goes again after its lease");
      std::_Exit(exit_code_);
    });
  }

  /// Every loop has ended.
  void finish() {
    workers_.post([this] {
      if (const auto recorded = loops_.record_the_rest(); !recorded) {
        spdlog::warn("messages under way go again after their lease: {}",
                     recorded.error().message());
      }
      const auto now = clock_.now();
      if (now) static_cast<void>(beat(*now, "stopped"));
      asio::post(loop_, [this] { end(loops_.failed() ? 2 : 0); });
    });
  }

  void fail(const Error& error) { spdlog::critical("{}", error.message()); }

  void end(int exit_code) {
    exit_code_ = exit_code;
    if (exit_code == 0) spdlog::info("stopped");
    signals_.cancel();
    patience_.cancel();
    watchdog_.cancel();
    loop_.stop();
  }

  std::string status_line() const {
    const auto note = rules_.note();
    return note.empty() ? "keeping promises" : note;
  }

  Installation& installation_;
  const std::string host_;
  const std::string id_;
  KernelClocks host_clocks_;
  WatchedClock clock_;
  WatchedApart firing_clock_;
  asio::io_context loop_{1};
  Workers workers_;
  RuleKeeper rules_;
  HolidayWatch holidays_;
  notify::MustacheRenderer renderer_;
  engine::Dispatcher dispatcher_;
  DatabaseWatch database_;
  Upkeep upkeep_;
  Loops loops_;
  asio::signal_set signals_;
  asio::steady_timer patience_;
  const std::optional<std::chrono::microseconds> watchdog_patience_ = watchdog_patience();
  Wakeup retry_;
  asio::steady_timer watchdog_;
  std::string stuck_;  ///< the loop for which the watchdog is not fed
  Neighbours neighbours_;
  Observation observation_;
  std::unique_ptr<web::HttpServer> http_;
  std::unique_ptr<FileWatch> watch_;  ///< null: there is no inotify
  Delivery& delivery_;
  Instant started_at_{};
  bool started_ = false;
  model::LoadOrigin first_reload_ = model::LoadOrigin::edit;  ///< asked for before it had started
  bool stopping_ = false;
  int exit_code_ = 0;
};

}  // namespace

int run_daemon(const DaemonOptions& options) {
  mallopt(M_ARENA_MAX, kArenas);
  Problems problems;
  const auto settings = rules::read_settings(options.config, problems);
  if (!problems.empty()) std::cerr << problems.render_all();
  if (!settings) return 1;
  const auto format = isatty(fileno(stderr)) != 0 ? LogFormat::text : LogFormat::json;
  if (const auto set_up = set_up_logging(format, settings->log_level); !set_up) {
    std::cerr << "steward: " << set_up.error().message() << "\n";
    return 1;
  }
  auto delivery = Delivery::from(*settings);
  if (!delivery) {
    spdlog::critical("{}", delivery.error().message());
    return 1;
  }
  auto installation = Installation::open(*settings);
  if (!installation) {
    spdlog::critical("{}", installation.error().message());
    return 1;
  }
  std::optional<Heart> heart;
  if (const auto& heartbeat = settings->heartbeat) {
    auto made = notify::make_heartbeat(heartbeat->url);
    if (!made) {
      spdlog::critical("{}", made.error().message());
      return 1;
    }
    heart.emplace(std::move(*made), heartbeat->every);
  }
  Daemon daemon(**installation, *delivery, heart ? &*heart : nullptr);
  return daemon.run();
}

}  // namespace steward::app
