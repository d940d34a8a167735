// SPDX-License-Identifier: MIT
#include "steward/web/metrics.hpp"

#include <gtest/gtest.h>

#include "web/exposition.hpp"

namespace steward::web {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr auto kWhileAway =
    "# HELP steward_up 1: this daemon answers.\n"
    "# TYPE steward_up gauge\n"
    "steward_up 1\n"
    "# HELP steward_build_info The version of this daemon.\n"
    "# TYPE steward_build_info gauge\n"
    "steward_build_info{version=\"1.2.3\"} 1\n"
    "# HELP steward_rule_set_info The digest of the rule set that this daemon runs by.\n"
    "# TYPE steward_rule_set_info gauge\n"
    "steward_rule_set_info{digest=\"0f3a\"} 1\n"
    "# HELP steward_rule_set_in_force 1 when this daemon runs by the set in force, 0 while it "
    "waits.\n"
    "# TYPE steward_rule_set_in_force gauge\n"
    "steward_rule_set_in_force 0\n"
    "# HELP steward_last_load_failed 1 when the files were not taken when they were last "
    "read, because of errors.\n"
    "# TYPE steward_last_load_failed gauge\n"
    "steward_last_load_failed 1\n"
    "# HELP steward_clock_ahead_seconds How far the clock of this daemon's host is before the "
    "database server's.\n"
    "# TYPE steward_clock_ahead_seconds gauge\n"
    "steward_clock_ahead_seconds -2.5\n"
    "# HELP steward_database_up 1 when the database answers.\n"
    "# TYPE steward_database_up gauge\n"
    "steward_database_up 0\n";

TEST(Metrics, Without_the_database_only_what_the_daemon_knows_itself) {
  Metrics metrics;
  metrics.version = "1.2.3";
  metrics.rule_set = "0f3a";
  metrics.last_load_failed = true;
  metrics.clock_ahead = milliseconds(-2500);
  EXPECT_EQ(to_prometheus(metrics), kWhileAway);
}

TEST(Metrics, With_the_database_everything) {
  Counts counts;
  Totals totals;
  totals.commitments = {{"breached", 2}, {"open", 40}};
  counts.breaches = 7;
  counts.staged = 1;
  counts.changes = {3, milliseconds(1500)};
  counts.quarantined = {{"rule", 1}, {"subject", 0}};
  counts.overdue = {1, seconds(61)};
  counts.notices = {4, seconds(2)};
  counts.queue = {5, seconds(90)};
  totals.capture_gaps = {{"disabled", 1}, {"missing", 0}};
  totals.messages = {{"ready", 5}, {"sent", 600}};
  totals.suppressed = {{"no address", 6}, {"shadow", 9}};
  totals.detection_lag = {{milliseconds(1)}, {2, 1}, seconds(3)};
  totals.queue_lag = {{milliseconds(1)}, {3, 0}, milliseconds(2)};
  totals.provider_lag = {{milliseconds(1)}, {0, 2}, seconds(1)};
  totals.firing_lag = {{milliseconds(1), seconds(1)}, {10, 5, 1}, milliseconds(7250)};
  totals.delivery_lag = {{milliseconds(1), seconds(1)}, {0, 0, 0}, seconds(0)};
  counts.totals = totals;
  Metrics metrics{"1.2.3", "0f3a", true, false, Microseconds(0), counts};
  const auto text = to_prometheus(metrics);
  const auto from = text.find("# HELP steward_database_up");
  ASSERT_NE(from, std::string::npos);
  EXPECT_EQ(
      text.substr(from),
      "# HELP steward_database_up 1 when the database answers.\n"
      "# TYPE steward_database_up gauge\n"
      "steward_database_up 1\n"
      "# HELP steward_rule_sets_staged Rule sets that wait for a person's decision.\n"
      "# TYPE steward_rule_sets_staged gauge\n"
      "steward_rule_sets_staged 1\n"
      "# HELP steward_breaches_total Breaches in the breach log.\n"
      "# TYPE steward_breaches_total counter\n"
      "steward_breaches_total 7\n"
      "# HELP steward_quarantined Rules and subjects that cannot be judged or acted on, and are "
      "set aside.\n"
      "# TYPE steward_quarantined gauge\n"
      "steward_quarantined{what=\"rule\"} 1\n"
      "steward_quarantined{what=\"subject\"} 0\n"
      "# HELP steward_changes_waiting Changes of records that were not looked at yet.\n"
      "# TYPE steward_changes_waiting gauge\n"
      "steward_changes_waiting 3\n"
      "# HELP steward_change_oldest_seconds How long the oldest of them has waited.\n"
      "# TYPE steward_change_oldest_seconds gauge\n"
      "steward_change_oldest_seconds 1.5\n"
      "# HELP steward_steps_overdue Commitments with a step that should have acted.\n"
      "# TYPE steward_steps_overdue gauge\n"
      "steward_steps_overdue 1\n"
      "# HELP steward_step_oldest_overdue_seconds How late the latest of them is.\n"
      "# TYPE steward_step_oldest_overdue_seconds gauge\n"
      "steward_step_oldest_overdue_seconds 61\n"
      "# HELP steward_notices_waiting Notices that were not resolved to people yet.\n"
      "# TYPE steward_notices_waiting gauge\n"
      "steward_notices_waiting 4\n"
      "# HELP steward_notice_oldest_seconds How long the oldest of them has waited.\n"
      "# TYPE steward_notice_oldest_seconds gauge\n"
      "steward_notice_oldest_seconds 2\n"
      "# HELP steward_messages_waiting Messages that were neither accepted yet nor given "
      "up.\n"
      "# TYPE steward_messages_waiting gauge\n"
      "steward_messages_waiting 5\n"
      "# HELP steward_message_oldest_seconds How long the oldest of them has waited.\n"
      "# TYPE steward_message_oldest_seconds gauge\n"
      "steward_message_oldest_seconds 90\n"
      "# HELP steward_commitments Commitments by state; of many closed ones an estimate.\n"
      "# TYPE steward_commitments gauge\n"
      "steward_commitments{state=\"breached\"} 2\n"
      "steward_commitments{state=\"open\"} 40\n"
      "# HELP steward_capture_gaps Triggers for which changes of records are missed, by what "
      "is wrong with them.\n"
      "# TYPE steward_capture_gaps gauge\n"
      "steward_capture_gaps{state=\"disabled\"} 1\n"
      "steward_capture_gaps{state=\"missing\"} 0\n"
      "# HELP steward_messages Messages by state: all that wait, and those that ended of "
      "the last 24 hours.\n"
      "# TYPE steward_messages gauge\n"
      "steward_messages{state=\"ready\"} 5\n"
      "steward_messages{state=\"sent\"} 600\n"
      "# HELP steward_tasks_suppressed_total Tasks that were not sent, by reason.\n"
      "# TYPE steward_tasks_suppressed_total counter\n"
      "steward_tasks_suppressed_total{reason=\"no address\"} 6\n"
      "steward_tasks_suppressed_total{reason=\"shadow\"} 9\n"
      "# HELP steward_detection_lag_seconds From a record's change to its commitment, over "
      "the last 24 hours.\n"
      "# TYPE steward_detection_lag_seconds histogram\n"
      "steward_detection_lag_seconds_bucket{le=\"0.001\"} 2\n"
      "steward_detection_lag_seconds_bucket{le=\"+Inf\"} 3\n"
      "steward_detection_lag_seconds_sum 3\n"
      "steward_detection_lag_seconds_count 3\n"
      "# HELP steward_firing_lag_seconds From a step's instant to its notice, over the last "
      "24 hours.\n"
      "# TYPE steward_firing_lag_seconds histogram\n"
      "steward_firing_lag_seconds_bucket{le=\"0.001\"} 10\n"
      "steward_firing_lag_seconds_bucket{le=\"1\"} 15\n"
      "steward_firing_lag_seconds_bucket{le=\"+Inf\"} 16\n"
      "steward_firing_lag_seconds_sum 7.25\n"
      "steward_firing_lag_seconds_count 16\n"
      "# HELP steward_queue_lag_seconds From a notice to the hand-over of its message, over "
      "the last 24 hours.\n"
      "# TYPE steward_queue_lag_seconds histogram\n"
      "steward_queue_lag_seconds_bucket{le=\"0.001\"} 3\n"
      "steward_queue_lag_seconds_bucket{le=\"+Inf\"} 3\n"
      "steward_queue_lag_seconds_sum 0.002\n"
      "steward_queue_lag_seconds_count 3\n"
      "# HELP steward_provider_lag_seconds From a message's hand-over to the other side's "
      "yes, over the last 24 hours.\n"
      "# TYPE steward_provider_lag_seconds histogram\n"
      "steward_provider_lag_seconds_bucket{le=\"0.001\"} 0\n"
      "steward_provider_lag_seconds_bucket{le=\"+Inf\"} 2\n"
      "steward_provider_lag_seconds_sum 1\n"
      "steward_provider_lag_seconds_count 2\n"
      "# HELP steward_delivery_lag_seconds From a message's making to the other side's yes, "
      "over the last 24 hours.\n"
      "# TYPE steward_delivery_lag_seconds histogram\n"
      "steward_delivery_lag_seconds_bucket{le=\"0.001\"} 0\n"
      "steward_delivery_lag_seconds_bucket{le=\"1\"} 0\n"
      "steward_delivery_lag_seconds_bucket{le=\"+Inf\"} 0\n"
      "steward_delivery_lag_seconds_sum 0\n"
      "steward_delivery_lag_seconds_count 0\n");
}

TEST(Metrics, Without_totals_what_waits_is_there) {
  Metrics metrics;
  metrics.counts.emplace();
  const auto text = to_prometheus(metrics);
  EXPECT_NE(text.find("steward_database_up 1\n"), std::string::npos);
  EXPECT_NE(text.find("steward_message_oldest_seconds 0\n"), std::string::npos);
  EXPECT_EQ(text.find("steward_commitments"), std::string::npos);
}

TEST(Metrics, Values_of_labels_are_escaped) {
  Exposition text;
  text.family("things", "gauge", "Things.");
  text.sample("1", {{"a", "back\\slash"}, {"b", "a \"quote\""}, {"c", "two\nlines, {braces}"}});
  EXPECT_EQ(text.text(),
            "# HELP things Things.\n"
            "# TYPE things gauge\n"
            "things{a=\"back\\\\slash\",b=\"a \\\"quote\\\"\",c=\"two\\nlines, {braces}\"} 1\n");
}

TEST(Metrics, Seconds_are_exact) {
  EXPECT_EQ(in_seconds(Microseconds(0)), "0");
  EXPECT_EQ(in_seconds(Microseconds(1)), "0.000001");
  EXPECT_EQ(in_seconds(Microseconds(-1'500'000)), "-1.5");
  EXPECT_EQ(in_seconds(Microseconds(100'000'000)), "100");
}

}  // namespace
}  // namespace steward::web
