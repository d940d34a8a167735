// SPDX-License-Identifier: MIT
// What a daemon of version 7 left, before there were months: 0008 copies seven of its tables.
#include <gmock/gmock.h>

#include <utility>

#include "integration/older_schema.hpp"

namespace steward::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

/// Rules, loads and daemons: nobody moves them, and they must not be lost on the way.
constexpr const char* kFoundation = R"(
  insert into steward.change (entity, operation, changed_at, old, new) values
    ('clients', 'update', '2026-11-28 09:00:00.000001Z', '{"id": "1"}', '{"tier": null}');
  insert into steward.resync (entity, requested_at, reason) values
    ('clients', '2026-11-28 09:00Z', 'TRUNCATE');
  insert into steward.subject (entity, key) values ('service_deliveries', '1'), ('clients', '1');
  insert into steward.revision
         (digest, rule, text, steps, file, first_seen, tags, severity, review_by)
  select repeat(letter, 64), 'follow-up', 'within: 48h', '[{"id": "1"}]', 'rules/a.yaml',
         '2026-01-01Z', '{fbo,"a, b"}', 'major', '2027-01-01'
    from (values ('a'), ('b')) v (letter);
  insert into steward.rule_set (digest, loaded_at, loaded_by, calendars, model)
  select repeat(letter, 64), '2026-10-01Z', 'ramp:4711', 'c1', 'm1'
    from (values ('c'), ('d')) v (letter);
  insert into steward.rule_set_member (rule_set, rule, revision) values
    (1, 'follow-up', repeat('a', 64)), (2, 'follow-up', repeat('b', 64));
  insert into steward.activation (rule, revision, entity, effective_from, cursor, seen, done,
                                  removed, in_force_since, looked_at) values
    ('follow-up', repeat('b', 64), 'service_deliveries', '2026-01-01Z', '["7"]', 7, false, false,
     '2026-01-01 00:00:01Z', null);
  insert into steward.daemon (id, host, pid, version, rule_set, state, note, delivery, started_at,
                              seen_at) values
    ('ramp:4711', 'ramp', 4711, '0.7', repeat('d', 64), 'stopped', 'why', 'live', '2026-11-01Z',
     '2026-11-28Z');
  insert into steward.recurring (rule, at, cursor) values ('weekly', '2026-11-30 08:00Z', '4');
  insert into steward.breach_number (year, last) values (2026, 3);
  insert into steward.text (digest, text) values (repeat('1', 64), E'rules:\n  # it''s\n');
  insert into steward.file_set (digest, stored_at, stored_by) values
    (repeat('d', 64), '2026-10-01Z', 'ramp:4711');
  insert into steward.set_file (file_set, kind, path, digest, text) values
    (repeat('d', 64), 'rule', 'rules/a.yaml', repeat('2', 64), repeat('1', 64));
  insert into steward.load (digest, outcome, origin, at, loaded_by, host, configuration, before,
                            rules, reason, said) values
    (repeat('e', 64), 'failed', 'edit', '2026-11-02Z', 'ramp:4711', 'ramp', '/etc/steward.yaml',
     repeat('d', 64), 1, '', array['line 3: "x"', 'it''s, so']);
  insert into steward.load_news (digest, outcome, load) values (repeat('e', 64), 'failed', 1);
)";

/// Five promises in different states, and three hundred that were kept, from August to November.
/// Two lines of a timeline may be the same.
constexpr const char* kPromises = R"(
  insert into steward.commitment
         (id, reference, rule, revision, entity, key, state, historic, recorded_late, starts, due,
          stopped, opened_at, breached_at, breach, closed_at, assignee, assignee_role, client,
          next_at, within, within_row, calendar, pauses, step_row, occurrence) values
    (1, '1A', 'follow-up', repeat('a', 64), 'service_deliveries', '1', 'kept', false, false,
     '2026-09-01Z', '2026-09-03Z', '2026-09-02Z', '2026-09-01Z', null, null, '2026-09-02Z', '1',
     null, '1', null, '48h', 0, 'always', '[]', 0, null),
    (2, '2B', 'follow-up', repeat('a', 64), 'service_deliveries', '2', 'breached', false, true,
     '2026-10-01Z', '2026-10-03 00:00:00.000001Z', null, '2026-10-01Z', '2026-10-03Z',
     'B-2026-00001', null, '1', 'client-service', '1', '2026-12-01Z', '2 working days', 3,
     'office', '[[1, 2], [3, null]]', 2, null),
    (3, '3C', 'follow-up', repeat('b', 64), 'service_deliveries', '3', 'open', false, false,
     '2026-11-27Z', '2026-11-29Z', null, '2026-11-27Z', null, null, null, null, 'client-service',
     null, '2026-11-28 23:00Z', '48h', 0, 'always', '[]', 0, null),
    (4, '4D', 'weekly', repeat('b', 64), 'organisation', '1', 'paused', false, false,
     '2026-11-23Z', null, null, '2026-11-23Z', null, null, null, null, null, null, null, null, 0,
     null, '[[5, null]]', 0, '2026-11-23 08:00Z'),
    (5, '5E', 'weekly', repeat('b', 64), 'organisation', '1', 'cancelled', true, false,
     '2026-11-16Z', '2026-11-17Z', '2026-11-18Z', '2026-11-16Z', '2026-11-17Z', 'B-2026-00003',
     '2026-11-18Z', null, null, null, null, null, 0, null, '[]', 0, '2026-11-16 08:00Z');
  insert into steward.commitment
         (id, reference, rule, revision, entity, key, state, historic, recorded_late, starts, due,
          stopped, opened_at, closed_at, client)
  select n, 'N' || n, 'follow-up', repeat('a', 64), 'service_deliveries', n::text, 'kept',
         n % 5 = 0, n % 7 = 0, at, at + interval '2 days', at + interval '1 day', at,
         at + interval '1 day', (n % 9)::text
    from generate_series(100, 399) n,
         lateral (select timestamptz '2026-08-01Z' + n * interval '7 hours') t (at);
  select setval('steward.commitment_id', 403);

  insert into steward.history (commitment, at, kind, starts, due, stopped)
  select id, at, kind, starts, due, stopped
    from steward.commitment,
         lateral (values (closed_at, 'kept'), (opened_at, 'opened')) line (at, kind)
   where state = 'kept' order by kind, id;
  insert into steward.history (commitment, at, kind, starts, due, stopped) values
    (3, '2026-11-27Z', 'opened', '2026-11-27Z', null, null),
    (3, '2026-11-27 01:00Z', 'moved', '2026-11-27Z', '2026-11-29Z', null),
    (3, '2026-11-27 01:00Z', 'moved', '2026-11-27Z', '2026-11-29Z', null),
    (5, '2026-11-18Z', 'cancelled', '2026-11-16Z', '2026-11-17Z', '2026-11-18Z');
  insert into steward.outcome (commitment, step, kind, at, acted_at, late)
  select id, step, case id when 3 then 'before activation' else 'closed' end, starts, opened_at,
         id % 2 = 0
    from steward.commitment, (values ('1'), ('2#2')) s (step) where id <> 2;
  insert into steward.outcome (commitment, step, kind, at, acted_at, late) values
    (2, '1', 'condition not met', '2026-10-02Z', '2026-10-02Z', false),
    (2, '3', 'acted', '2026-10-03 00:00:00.000001Z', '2026-10-03Z', true);
  insert into steward.ledger (breach, kind, commitment, at, noticed_at, body) values
    ('B-2026-00001', 'breached', 2, '2026-10-03 00:00:00.000001Z', '2026-10-03Z', '{"a": [null]}'),
    ('B-2026-00003', 'breached', 5, '2026-11-17Z', '2026-11-17Z', '{}'),
    ('B-2026-00003', 'acknowledged', 5, '2026-11-17 01:00Z', '2026-11-17 01:00Z', '{"by": "1"}'),
    ('B-2026-00003', 'resolved', 5, '2026-11-18Z', '2026-11-18Z', '{}');
)";

/// Ids with gaps, as rolled-back transactions leave them. Message 11 bears tasks of two promises,
/// 12 is an all-clear, and 15 tells of a rule set that was not taken.
constexpr const char* kTold = R"(
  insert into steward.escalation
         (id, commitment, step, chain, level, started_at, next_at, acknowledged_by,
          acknowledged_at, ended_at)
  overriding system value values
    (4, 2, '4', 'client-service', 1, '2026-10-03Z', '2026-12-01Z', null, null, null),
    (9, 5, '4', 'client-service', 0, '2026-11-17Z', null, '1', '2026-11-17 01:00Z', '2026-11-18Z');
  insert into steward.notice
         (id, commitment, step, purpose, level, chain, recipients, channels, urgency, template, at,
          created_at, late, shadow, resolved_at, never, first_day)
  overriding system value values
    (3, 1, '1', 'reminder', 0, '', '{assignee}', '{email}', 'normal', 'soon', '2026-09-01Z',
     '2026-09-01Z', false, true, '2026-09-01Z', '{}', true),
    (5, 2, '3', 'breach', 0, '', '{assignee,"role:x, \"y\""}', '{email,sms}', 'urgent', 'late',
     '2026-10-03Z', '2026-10-03 00:00:02Z', true, false, '2026-10-03 00:00:03Z', '{staff:5}',
     false),
    (6, 5, 'clear', 'all_clear', 0, '', '{}', '{email}', 'normal', 'clear', '2026-11-18Z',
     '2026-11-18Z', false, false, '2026-11-18Z', '{}', false),
    (8, 3, '1', 'reminder', 2, 'client-service', '{assignee}', '{email}', 'normal', 'soon',
     '2026-11-28Z', '2026-11-28Z', false, false, null, '{}', false);
  insert into steward.message
         (id, message_id, thread_id, reference, channel, name, address, subject, text, urgent,
          state, attempts, created_at, next_at, leased_until, leased_by, sent_at, response)
  overriding system value values
    (10, '1A.1@x', '1A@x', '1A', 'email', 'Ana', 'ana@x', 'Zürich: "late"', E'a\nb', false, 'sent',
     2, '2026-09-01Z', null, null, null, '2026-09-01 00:00:09Z', '250 ok'),
    (11, '2B.1@x', '2B@x', '2B', 'sms', 'Ana', '+1', '', 'call', true, 'sending', 1,
     '2026-10-03 00:00:03Z', '2026-10-03 00:01:33Z', '2026-10-03 00:01:33Z', 'ramp:4711', null,
     null),
    (12, '5E.1@x', '5E@x', '5E', 'email', 'Ana', 'ana@x', 'over', 'over', false, 'ready', 0,
     '2026-11-18Z', '2026-11-18Z', null, null, null, null),
    (15, 'load.1@x', 'load@x', '', 'email', 'Ana', 'ana@x', 'not taken', 'x', false, 'failed', 5,
     '2026-11-02Z', null, null, null, null, '550 no');
  insert into steward.task
         (id, notice, commitment, person, name, stands_in_for, channel, address, state, reason,
          message, created_at)
  overriding system value values
    (20, 3, 1, '1', 'Ana', null, 'email', 'ana@x', 'sent', null, 10, '2026-09-01Z'),
    (21, 5, 2, '1', 'Ana', 'Tom', 'sms', '+1', 'ready', null, 11, '2026-10-03 00:00:03Z'),
    (22, 5, 2, null, 'x, y', null, 'email', null, 'suppressed', 'no address', null, '2026-10-03Z'),
    (23, 3, 1, '1', 'Ana', null, 'sms', '+1', 'ready', null, 11, '2026-10-03Z'),
    (27, 6, 5, '1', 'Ana', null, 'email', 'ana@x', 'ready', null, 12, '2026-11-18Z');
  insert into steward.answer (id, commitment, person, kind, at) overriding system value values
    (7, 5, '1', 'acknowledge', '2026-11-17 01:00Z');
  insert into steward.load_mail (load, name, address, message, reason) values
    (1, 'Ana', 'ana@x', 15, null), (1, 'Tom', null, null, 'no address');
)";

class RecordsOfVersion7 : public OlderSchema {
 protected:
  RecordsOfVersion7() {
    migrate_to(7);
    database.run(kFoundation);
    database.run(kPromises);
    database.run(kTold);
  }
};

TEST_F(RecordsOfVersion7, ArriveWithEveryValue) {
  keep();
  ASSERT_THAT(kept_without_rows(), IsEmpty());
  migrate_to(8);
  EXPECT_THAT(differences(), IsEmpty());
  migrate_to_newest();
  EXPECT_THAT(differences(), IsEmpty());
  EXPECT_EQ(database.value("select count(forgotten_at) from steward.commitment"), "0");
}

TEST_F(RecordsOfVersion7, LieBeforeAllMonths) {
  migrate_to_newest();
  for (const std::string table :
       {"history", "outcome", "escalation", "notice", "task", "answer", "message"}) {
    EXPECT_EQ(database.value("select string_agg(distinct tableoid::regclass::text, ' ') "
                             "from steward." +
                             table),
              "steward." + table + "_before");
  }
  EXPECT_EQ(database.value("select string_agg(month::text, ' ') from steward.month"), "0");
  EXPECT_EQ(
      database.value("select string_agg(relname::text, ' ') from pg_class "
                     "where relnamespace = 'steward'::regnamespace and relname::text ^@ 'old_'"),
      "null")
      << "nothing is left of the tables that were copied";
}

TEST_F(RecordsOfVersion7, MessagesKnowWhatTheyBear) {
  migrate_to_newest();
  // What 10 and 15 told of is over: they keep what was not known when they were sent.
  EXPECT_EQ(database.rows("select id, commitments, outlives, tells_breach, noticed_at "
                          "from steward.message order by id"),
            (Rows{{"10", "{1}", "f", "f", "null"},
                  {"11", "{1,2}", "f", "t", "2026-09-01 00:00:00+00"},
                  {"12", "{5}", "t", "f", "2026-11-18 00:00:00+00"},
                  {"15", "{}", "t", "f", "null"}}));
}

TEST_F(RecordsOfVersion7, AreFollowedByNewIds) {
  migrate_to_newest();
  const std::vector<std::pair<std::string, std::string>> next = {
      {"escalation (commitment, step, chain, level, started_at) "
       "values (3, '4', 'client-service', 0, '2026-12-01Z')",
       "10"},
      {"notice (commitment, step, purpose, level, chain, recipients, channels, urgency, template, "
       "at, created_at, late, shadow) values (3, '2', 'reminder', 0, '', '{}', '{}', 'normal', '', "
       "'2026-12-01Z', '2026-12-01Z', false, false)",
       "9"},
      {"task (notice, commitment, name, channel, state, created_at) "
       "values (9, 3, 'Ana', 'sms', 'ready', '2026-12-01Z')",
       "28"},
      {"answer (commitment, person, kind, at) values (2, '1', 'acknowledge', '2026-12-01Z')", "8"},
      {"message (message_id, thread_id, reference, channel, name, address, subject, text, urgent, "
       "state, created_at) values ('m', 't', '', 'sms', 'Ana', '+1', '', '', false, 'sent', "
       "'2026-12-01Z')",
       "16"},
      {"ledger (breach, kind, commitment, at, noticed_at, body) "
       "values ('B-2026-00001', 'resolved', 2, '2026-12-01Z', '2026-12-01Z', '{}')",
       "5"},
      {"load_mail (load, name, reason) values (1, 'Max', 'no address')", "3"}};
  for (const auto& [row, id] : next) {
    EXPECT_EQ(database.value("insert into steward." + row + " returning id"), id) << row;
  }
  EXPECT_EQ(database.value("select nextval('steward.commitment_id')"), "404");
}

TEST_F(RecordsOfVersion7, KeepTheirKeys) {
  migrate_to_newest();
  const std::vector<std::pair<std::string, std::string>> refused = {
      {"insert into steward.outcome select * from steward.outcome", "\"outcome_before_pkey\""},
      {"insert into steward.escalation select * from steward.escalation",
       "\"escalation_before_pkey\""},
      {"insert into steward.notice select * from steward.notice", "\"notice_before_pkey\""},
      {"insert into steward.task select * from steward.task", "\"task_before_pkey\""},
      {"insert into steward.answer select * from steward.answer", "\"answer_before_pkey\""},
      {"insert into steward.message select * from steward.message", "\"message_before_pkey\""},
      {"update steward.commitment set key = '3' where id = 2", "\"commitment_one_live\""},
      {"insert into steward.ledger (breach, kind, commitment, at, noticed_at, body) "
       "select 'B-2026-00009', kind, commitment, at, noticed_at, body from steward.ledger",
       "\"ledger_one_breach\""},
      {"update steward.outcome set kind = 'x'", "\"outcome_kind_check\""},
      {"update steward.task set reason = 'x' where id = 21", "violates check constraint"},
      {"update steward.message set next_at = null where id = 11", "violates check constraint"},
      {"update steward.ledger set body = '{}'", "steward.ledger is append-only"}};
  for (const auto& [sql, why] : refused) EXPECT_THAT(refusal(sql), HasSubstr(why)) << sql;
  for (const std::string table : {"history", "outcome", "escalation", "notice", "task", "answer"}) {
    EXPECT_THAT(refusal("update steward." + table + " set commitment = 77 where commitment = 5"),
                HasSubstr("violates foreign key constraint"))
        << table;
  }
}

}  // namespace
}  // namespace steward::test
