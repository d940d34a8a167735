// SPDX-License-Identifier: MIT
#include "steward/web/metrics.hpp"

#include <fmt/format.h>

#include <string_view>

#include "web/exposition.hpp"

namespace steward::web {
namespace {

std::string number(Microseconds duration) {
  return in_seconds(duration);
}

std::string number(std::int64_t count) {
  return std::to_string(count);
}

std::string number(bool yes) {
  return yes ? "1" : "0";
}

void add_process(Exposition& text, const Metrics& metrics) {
  text.family("steward_up", "gauge", "1: this daemon answers.");
  text.sample(number(true));
  text.family("steward_build_info", "gauge", "The version of this daemon.");
  text.sample(number(true), {{"version", metrics.version}});
  text.family("steward_rule_set_info", "gauge",
              "The digest of the rule set that this daemon runs by.");
  text.sample(number(true), {{"digest", metrics.rule_set}});
  text.family("steward_rule_set_in_force", "gauge",
              "1 when this daemon runs by the set in force, 0 while it waits.");
  text.sample(number(metrics.in_force));
  text.family("steward_last_load_failed", "gauge",
              "1 when the files were not taken when they were last read, because of errors.");
  text.sample(number(metrics.last_load_failed));
  text.family("steward_clock_ahead_seconds", "gauge",
              "How far the clock of this daemon's host is before the database server's.");
  text.sample(number(metrics.clock_ahead));
  text.family("steward_database_up", "gauge", "1 when the database answers.");
  text.sample(number(metrics.counts.has_value()));
}

void add_waiting(Exposition& text, const Counts& counts) {
  text.family("steward_rule_sets_staged", "gauge", "Rule sets that wait for a person's decision.");
  text.sample(number(counts.staged));
  text.family("steward_breaches_total", "counter", "Breaches in the breach log.");
  text.sample(number(counts.breaches));
  text.family("steward_quarantined", "gauge",
              "Rules and subjects that cannot be judged or acted on, and are set aside.");
  for (const auto& [what, count] : counts.quarantined) {
    text.sample(number(count), {{"what", what}});
  }
  text.family("steward_changes_waiting", "gauge",
              "Changes of records that were not looked at yet.");
  text.sample(number(counts.changes.count));
  text.family("steward_change_oldest_seconds", "gauge", "How long the oldest of them has waited.");
  text.sample(number(counts.changes.oldest));
  text.family("steward_steps_overdue", "gauge", "Commitments with a step that should have acted.");
  text.sample(number(counts.overdue.count));
  text.family("steward_step_oldest_overdue_seconds", "gauge", "How late the latest of them is.");
  text.sample(number(counts.overdue.oldest));
  text.family("steward_notices_waiting", "gauge", "Notices that were not resolved to people yet.");
  text.sample(number(counts.notices.count));
  text.family("steward_notice_oldest_seconds", "gauge", "How long the oldest of them has waited.");
  text.sample(number(counts.notices.oldest));
  text.family("steward_messages_waiting", "gauge",
              "Messages that were neither accepted yet nor given up.");
  text.sample(number(counts.queue.count));
  text.family("steward_message_oldest_seconds", "gauge", "How long the oldest of them has waited.");
  text.sample(number(counts.queue.oldest));
}

void add_totals(Exposition& text, const Totals& totals) {
  text.family("steward_commitments", "gauge",
              "Commitments by state; of many closed ones an estimate.");
  for (const auto& [state, count] : totals.commitments) {
    text.sample(number(count), {{"state", state}});
  }
  text.family("steward_capture_gaps", "gauge",
              "Triggers for which changes of records are missed, by what is wrong with them.");
  for (const auto& [state, count] : totals.capture_gaps) {
    text.sample(number(count), {{"state", state}});
  }
  text.family("steward_messages", "gauge",
              "Messages by state: all that wait, and those that ended of the last 24 hours.");
  for (const auto& [state, count] : totals.messages) {
    text.sample(number(count), {{"state", state}});
  }
  text.family("steward_tasks_suppressed_total", "counter", "Tasks that were not sent, by reason.");
  for (const auto& [reason, count] : totals.suppressed) {
    text.sample(number(count), {{"reason", reason}});
  }
  text.family("steward_detection_lag_seconds", "histogram",
              "From a record's change to its commitment, over the last 24 hours.");
  text.histogram(totals.detection_lag);
  text.family("steward_firing_lag_seconds", "histogram",
              "From a step's instant to its notice, over the last 24 hours.");
  text.histogram(totals.firing_lag);
  text.family("steward_queue_lag_seconds", "histogram",
              "From a notice to the hand-over of its message, over the last 24 hours.");
  text.histogram(totals.queue_lag);
  text.family("steward_provider_lag_seconds", "histogram",
              "From a message's hand-over to the other side's yes, over the last 24 hours.");
  text.histogram(totals.provider_lag);
  text.family("steward_delivery_lag_seconds", "histogram",
              "From a message's making to the other side's yes, over the last 24 hours.");
  text.histogram(totals.delivery_lag);
}

}  // namespace

std::string to_prometheus(const Metrics& metrics) {
  Exposition text;
  add_process(text, metrics);
  if (metrics.counts) {
    add_waiting(text, *metrics.counts);
    if (metrics.counts->totals) add_totals(text, *metrics.counts->totals);
  }
  return text.text();
}

}  // namespace steward::web
