// SPDX-License-Identifier: MIT
// What a running daemon says at /metrics of what is in its database.
#include <gmock/gmock.h>

#include <optional>

#include "support/daemon_fixture.hpp"
#include "support/silent_server.hpp"
#include "unit/web/http_client.hpp"

namespace steward::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class MetricsOfADaemon : public Daemon {
 protected:
  MetricsOfADaemon() { folder.configure("port: 0", "port: " + std::to_string(port)); }

  void start() {
    daemon.emplace(folder, database);
    until_active();
    until("select (not exists (select from steward.change))::int", 1);
  }
  std::string metrics() {
    return web::HttpClient(port).ask("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }
  bool says(const std::string& line) {
    return metrics().find("\n" + line + "\n") != std::string::npos;
  }
  void until_it_says(const std::string& line) {
    until("/metrics says " + line, [&] { return says(line); });
  }

  const int port = SilentServer().port();
  std::optional<DaemonProcess> daemon;
};

TEST_F(MetricsOfADaemon, CountWhatIsSetAside) {
  database.run(R"(
    create function crm.fuss() returns trigger language plpgsql as $$ begin
      if new.rule = 'critical-enquiry' then
        raise exception 'so the test wants it' using errcode = '57014';
      elsif new.rule = 'priority-follow-up' and new.key = '43' then
        raise exception 'so the test wants it' using errcode = '22003';
      end if;
      return new;
    end $$;
    create trigger fuss before insert on steward.commitment
      for each row execute function crm.fuss())");
  start();
  EXPECT_THAT(metrics(), AllOf(HasSubstr("\nsteward_quarantined{what=\"rule\"} 0\n"),
                               HasSubstr("\nsteward_quarantined{what=\"subject\"} 0\n")));
  database.run(R"(
    insert into crm.enquiries (client_id, kind, channel, severity, received_at)
    values (1, 'complaint', 'phone', 'critical', clock_timestamp());
    insert into crm.service_deliveries (id, client_id, service_type, completed_at, status,
                                        account_updated_at)
      overriding system value
    select n, 1, 'fuel', clock_timestamp(), 'completed', clock_timestamp()
      from generate_series(42, 44) as n)");
  until_it_says("steward_quarantined{what=\"rule\"} 1");
  until_it_says("steward_quarantined{what=\"subject\"} 1");
  EXPECT_EQ(database.value("select string_agg(concat_ws(' ', rule, nullif(key, '')), ', ' order by "
                           "rule) from steward.quarantine"),
            "critical-enquiry, priority-follow-up 43");
}

TEST_F(MetricsOfADaemon, CountTriggersThatAreDisabledOrGone) {
  start();
  EXPECT_THAT(metrics(), AllOf(HasSubstr("\nsteward_capture_gaps{state=\"disabled\"} 0\n"),
                               HasSubstr("\nsteward_capture_gaps{state=\"missing\"} 0\n"),
                               HasSubstr("\nsteward_capture_gaps{state=\"outdated\"} 0\n")));
  database.run(
      "alter table crm.clients disable trigger steward_capture_update; "
      "alter table crm.enquiries disable trigger steward_capture_insert; "
      "drop trigger steward_capture_delete on crm.interactions");
  until_it_says("steward_capture_gaps{state=\"disabled\"} 2");
  EXPECT_THAT(metrics(), HasSubstr("\nsteward_capture_gaps{state=\"missing\"} 1\n"));
  database.run("alter table crm.clients enable always trigger steward_capture_update");
  until_it_says("steward_capture_gaps{state=\"disabled\"} 1");
}

TEST_F(MetricsOfADaemon, PutEachLagIntoTheBucketsOfItsHistogram) {
  start();
  EXPECT_THAT(metrics(), HasSubstr("\nsteward_queue_lag_seconds_count 0\n"));
  database.run(R"(
    insert into steward.message (message_id, thread_id, reference, channel, name, address, subject,
                                 text, urgent, state, created_at, sent_at, noticed_at,
                                 handed_over_at)
    select 'm' || queued, 't', 'R1', 'email', 'Ann', 'ann@example.com', 's', 't', false, 'sent',
           noticed, noticed + queued * interval '1 second' + interval '7 milliseconds', noticed,
           noticed + queued * interval '1 second'
      from (select queued, now() - interval '3 hours' as noticed
              from unnest(array[2, 20, 7200]) as queued) m;
    insert into steward.notice (commitment, step, purpose, level, chain, recipients, channels,
                                urgency, template, at, created_at, took, late, shadow, resolved_at)
    select id, 'test ' || lag, 'breach', 0, '', '{}', '{email}', 'normal', 't',
           now() - lag * interval '1 second', now(), '0', false, false, now()
      from unnest(array[40, 600]) as lag,
           (select id from steward.commitment order by id limit 1) c)");
  until_it_says("steward_queue_lag_seconds_count 3");
  until_it_says("steward_firing_lag_seconds_count 2");
  const auto text = metrics();
  EXPECT_THAT(text, HasSubstr("# TYPE steward_queue_lag_seconds histogram\n"
                              "steward_queue_lag_seconds_bucket{le=\"0.001\"} 0\n"
                              "steward_queue_lag_seconds_bucket{le=\"0.005\"} 0\n"
                              "steward_queue_lag_seconds_bucket{le=\"0.01\"} 0\n"
                              "steward_queue_lag_seconds_bucket{le=\"0.05\"} 0\n"
                              "steward_queue_lag_seconds_bucket{le=\"0.1\"} 0\n"
                              "steward_queue_lag_seconds_bucket{le=\"0.5\"} 0\n"
                              "steward_queue_lag_seconds_bucket{le=\"1\"} 0\n"
                              "steward_queue_lag_seconds_bucket{le=\"5\"} 1\n"
                              "steward_queue_lag_seconds_bucket{le=\"10\"} 1\n"
                              "steward_queue_lag_seconds_bucket{le=\"30\"} 2\n"
                              "steward_queue_lag_seconds_bucket{le=\"60\"} 2\n"
                              "steward_queue_lag_seconds_bucket{le=\"300\"} 2\n"
                              "steward_queue_lag_seconds_bucket{le=\"900\"} 2\n"
                              "steward_queue_lag_seconds_bucket{le=\"3600\"} 2\n"
                              "steward_queue_lag_seconds_bucket{le=\"+Inf\"} 3\n"
                              "steward_queue_lag_seconds_sum 7222\n"
                              "steward_queue_lag_seconds_count 3\n"));
  EXPECT_THAT(text, AllOf(HasSubstr("\nsteward_provider_lag_seconds_bucket{le=\"0.005\"} 0\n"
                                    "steward_provider_lag_seconds_bucket{le=\"0.01\"} 3\n"),
                          HasSubstr("\nsteward_provider_lag_seconds_sum 0.021\n"
                                    "steward_provider_lag_seconds_count 3\n")));
  EXPECT_THAT(text, HasSubstr("\nsteward_delivery_lag_seconds_sum 7222.021\n"));
  EXPECT_THAT(text, AllOf(HasSubstr("\nsteward_firing_lag_seconds_bucket{le=\"30\"} 0\n"
                                    "steward_firing_lag_seconds_bucket{le=\"60\"} 1\n"
                                    "steward_firing_lag_seconds_bucket{le=\"300\"} 1\n"
                                    "steward_firing_lag_seconds_bucket{le=\"900\"} 2\n"),
                          HasSubstr("\nsteward_firing_lag_seconds_sum 640\n")));
}

TEST_F(MetricsOfADaemon, CountTheLagsOfItsOwnWork) {
  start();
  add_deliveries(database, 0);
  until("select count(*) from steward.task where state = 'sent'", 4);
  for (const auto* part : {"queue", "provider", "delivery"}) {
    until_it_says("steward_" + std::string(part) + "_lag_seconds_count 4");
  }
  until_it_says("steward_firing_lag_seconds_count 1");
  until_it_says(
      "steward_detection_lag_seconds_count " +
      database.value("select count(*) from steward.history where changed_at is not null"));
}

}  // namespace
}  // namespace steward::test
