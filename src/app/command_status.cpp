// SPDX-License-Identifier: MIT
// `steward status`: on one screen, is it well, and if not, what to do.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "app/commands.hpp"
#include "app/delivery.hpp"
#include "app/exit_code.hpp"
#include "app/health.hpp"
#include "app/opening.hpp"
#include "app/period.hpp"
#include "app/terminal.hpp"
#include "app/words.hpp"
#include "steward/store/migrate.hpp"

namespace steward::app {
namespace {

constexpr std::size_t kDigestShown = 12;

std::string_view word_of(Health health) {
  switch (health) {
    case Health::healthy:
      return "healthy";
    case Health::degraded:
      return "degraded";
    case Health::down:
      return "down";
  }
  return "unknown";
}

Tint tint_of(Health health) {
  return health == Health::healthy ? Tint::green : Tint::red;
}

/// What keeps it from being looked at at all.
int down(const std::string& what, const std::string& next) {
  const auto style = style_of_stdout();
  fmt::print("steward is {}: {}\n  next: {}\n", tinted("down", Tint::red, style.coloured), what,
             next);
  return kCannotRun;
}

int count(const store::StatusReport& report, const char* state) {
  const auto found = report.commitments.find(state);
  return found == report.commitments.end() ? 0 : static_cast<int>(found->second);
}

/// The whole of one daemon: where, what, since when, how late, and how its host's clock goes.
std::string daemon_line(const store::SeenDaemon& seen, const Condition& condition) {
  const auto& daemon = seen.daemon;
  const auto ago = to_words(std::max(condition.now - seen.seen_at, Microseconds(0)));
  const auto who = fmt::format("{} (pid {}, {})", daemon.host, daemon.pid, daemon.version);
  if (!is_alive(seen, condition.now)) return fmt::format("{}: lost, last seen {} ago", who, ago);
  return fmt::format("{}: {} by {} since {}, seen {} ago; lag {} to detect, {} to fire; clock {}{}",
                     who, daemon.state,
                     daemon.rule_set.empty() ? "no rule set" : shortened(daemon.rule_set),
                     calendar::format_near(daemon.started_at, condition.zone, condition.now), ago,
                     brief(daemon.detection_lag), brief(daemon.firing_lag),
                     daemon.clock_ahead <= -std::chrono::milliseconds(1) ? "-" : "+",
                     brief(std::chrono::abs(daemon.clock_ahead)));
}

std::string daemons(const Condition& condition) {
  std::string text;
  for (const auto& seen : condition.report.daemons) {
    text += fmt::format("{:<12}{}\n", text.empty() ? "daemons" : "", daemon_line(seen, condition));
  }
  return text.empty() ? fmt::format("{:<12}none\n", "daemons") : text;
}

std::string rule_set(const Condition& condition) {
  const auto& report = condition.report;
  if (!report.in_force_since) return "none";
  std::size_t rules = 0;
  for (const auto& activation : report.activations) rules += activation.removed ? 0 : 1;
  return fmt::format("{}, {}, in force since {}", report.rule_set.substr(0, kDigestShown),
                     counted(rules, "rule"),
                     calendar::format_near(*report.in_force_since, condition.zone, condition.now));
}

std::string promises(const store::StatusReport& report) {
  return fmt::format("{} open, {} paused, {} breached; {} kept, {} cancelled; {} historic",
                     count(report, "open"), count(report, "paused"), count(report, "breached"),
                     count(report, "kept"), count(report, "cancelled"), report.historic);
}

std::string waiting(const store::Waiting& waiting, Instant now) {
  if (waiting.count == 0) return "none waiting";
  return fmt::format("{} waiting, the oldest for {}", waiting.count,
                     to_words(now - waiting.since.value_or(now)));
}

std::string not_sent(const store::StatusReport& report) {
  std::string text;
  for (const auto& [reason, number] : report.suppressed) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", number, reason);
  }
  return text.empty() ? "nothing was held back in 24 h" : text + " in 24 h";
}

std::string lag(std::string_view part, const store::Lag& lag) {
  if (lag.count == 0) return fmt::format("  {:<10}nothing in 24 h\n", part);
  return fmt::format("  {:<10}{:>10}{:>12}{:>12}{:>10}\n", part, brief(lag.median), brief(lag.p99),
                     brief(lag.worst), lag.count);
}

/// How late steward itself was, part by part.
std::string lateness(const store::StatusReport& report) {
  return fmt::format("{:<12}{:>10}{:>12}{:>12}{:>10}\n", "lateness", "median", "99 %", "worst",
                     "in 24 h") +
         lag("detection", report.detection) + lag("firing", report.firing) +
         lag("queue", report.queue) + lag("provider", report.provider);
}

std::string facts(const Condition& condition) {
  const auto& report = condition.report;
  const auto line = [](std::string_view name, const std::string& text) {
    return fmt::format("{:<12}{}\n", name, text);
  };
  return daemons(condition) + line("rule set", rule_set(condition)) +
         line("promises", promises(report)) +
         line("due", fmt::format("{} within the hour, {} within 24 h", report.due_within_hour,
                                 report.due_within_day)) +
         line("breaches",
              fmt::format("{} today, {} in 7 days, {} in 30 days", report.breaches_today,
                          report.breaches_week, report.breaches_month)) +
         line("changes", waiting(report.changes, condition.now)) +
         line("messages",
              fmt::format("{}; {} sent, {} withheld in 24 h",
                          waiting(report.messages, condition.now), report.sent, report.withheld)) +
         line("not sent", not_sent(report)) + lateness(report);
}

std::string screen(const Condition& condition, const std::string& organisation) {
  const auto style = style_of_stdout();
  const auto found = findings(condition);
  const auto health = health_of(found);
  auto text =
      fmt::format("steward{} is {}, {}\n\n", organisation.empty() ? "" : " at " + organisation,
                  tinted(word_of(health), tint_of(health), style.coloured),
                  calendar::format_when(condition.now, condition.zone, condition.now));
  for (const auto& finding : found) {
    const bool remark = finding.health == Health::healthy;
    text += fmt::format("{} {}\n",
                        tinted(remark ? "-" : "!", remark ? Tint::none : Tint::red, style.coloured),
                        printable(finding.what));
    if (!finding.next.empty()) text += fmt::format("    next: {}\n", finding.next);
  }
  return text + (found.empty() ? "" : "\n") + facts(condition);
}

/// The files. What is wrong with them is a finding, no failure.
Result<> look_at_files(Installation& installation, Condition& condition) {
  const auto files = installation.read();
  if (!files) return files.error();
  condition.file_errors = files->problems.error_count();
  if (files->set != nullptr) condition.files = files->digest;
  if (condition.file_errors > 0) condition.first_error = first_error(files->problems);
  return {};
}

/// The set in force, else what the files make, and the triggers that it needs.
Result<> look_at_rules(Installation& installation, Condition& condition) {
  Problems problems;
  auto set = installation.load_in_force(problems);
  if (set && *set == nullptr) set = installation.load(problems);
  if (!set) return set.error();
  if (*set == nullptr) return {};
  condition.zone = (*set)->zone;
  condition.holiday_files = (*set)->holiday_files;
  auto gaps = store::capture_gaps(installation.pool(), **set);
  if (!gaps) return gaps.error();
  condition.capture_gaps = std::move(*gaps);
  return installation.store().observe([&](engine::Transaction& transaction) -> Result<> {
    condition.staged = transaction.load_book().staged();
    return {};
  });
}

int show(Installation& installation) {
  Condition condition;
  if (const auto looked = look_at_files(installation, condition); !looked) {
    return down(looked.error().message(), "steward check");
  }
  if (const auto looked = look_at_rules(installation, condition); !looked) {
    return down(looked.error().message(), "journalctl -u steward");
  }
  const auto delivery = Delivery::from(installation.settings());
  if (!delivery) return down(delivery.error().message(), "correct the configuration");
  condition.delivery = delivery->mode();
  const auto now = installation.clock().now();
  if (!now) return down(now.error().message(), "start the database, then steward status");
  condition.now = *now;
  store::Reports reports(installation.pool(), {});
  auto report = reports.status(*now, start_of_day(*now, condition.zone));
  if (!report) return down(report.error().message(), "journalctl -u steward");
  condition.report = std::move(*report);
  fmt::print("{}", screen(condition, installation.settings().organisation));
  return static_cast<int>(health_of(findings(condition)));
}

}  // namespace

int run(const StatusCommand&, const std::filesystem::path& config) {
  const auto installation = open_installation(config);
  if (!installation) return down(installation.error().message(), "correct the configuration");
  const auto pending = store::pending_migrations((*installation)->pool());
  if (!pending) {
    return pending.error().code() == ErrorCode::rejected
               ? down(pending.error().message(), "correct that, then steward status")
               : down("the database is away: " + pending.error().message(),
                      "start it, or correct 'database' in the configuration");
  }
  if (!pending->empty()) {
    return down(fmt::format("the database lacks {} of steward's schema",
                            counted(pending->size(), "migration")),
                "steward db migrate");
  }
  return show(**installation);
}

}  // namespace steward::app
