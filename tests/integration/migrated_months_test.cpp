// SPDX-License-Identifier: MIT
// What a daemon of version 8 left in the partitions of its months, and what later migrations do to
// it: most only add columns, and must not rewrite years of rows for that.
#include <gmock/gmock.h>

#include <map>

#include "integration/older_schema.hpp"
#include "steward/store/reports.hpp"

namespace steward::test {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

/// Sixty promises of 26 August to 23 November, in turn open, kept and broken, of which the first
/// four are from before there were months. Each has what hangs on a promise, and a message of its
/// own number, which waits to be sent where that is even.
constexpr const char* kPromises = R"(
  insert into steward.revision (digest, rule, text, steps, file, first_seen)
  values (repeat('a', 64), 'follow-up', 'rule', '[]', 'follow-up.yaml', '2026-01-01Z');
  insert into steward.daemon (id, host, pid, version, rule_set, state, delivery, started_at,
                              seen_at)
  values ('ramp:4711', 'ramp', 4711, '0.8', '', 'running', 'live', '2026-11-01Z', '2026-11-24Z');
  select steward.ensure_month(month) from generate_series(320, 322) m (month);
  insert into steward.commitment
         (id, reference, rule, revision, entity, key, state, historic, recorded_late, starts, due,
          stopped, opened_at, breached_at, breach, closed_at)
  select case when at < '2026-09-01Z' then n else steward.id_of(steward.month_of(at), n) end,
         'N' || n, 'follow-up', repeat('a', 64), 'service_deliveries', n::text, state, false,
         false, at, at + interval '2 days', case state when 'kept' then at end, at,
         case state when 'breached' then at + interval '2 days' end,
         case state when 'breached' then 'B-2026-' || n end, case state when 'kept' then at end
    from generate_series(1, 60) n,
         lateral (select timestamptz '2026-08-25Z' + n * interval '36 hours',
                         (array['breached', 'open', 'kept'])[n % 3 + 1]) promise (at, state);
  select setval('steward.commitment_id', 60), setval('steward.message_number', 60);

  insert into steward.history (commitment, at, kind, starts, due, stopped)
  select id, opened_at, 'opened', starts, due, null from steward.commitment;
  insert into steward.history (commitment, at, kind, starts, due, stopped)
  select id, due, state, starts, due, stopped from steward.commitment where state <> 'open';
  insert into steward.outcome (commitment, step, kind, at, acted_at, late)
  select id, '1', 'acted', due, due, false from steward.commitment;
  insert into steward.escalation (commitment, step, chain, level, started_at)
  select id, '2', 'client-service', 0, due from steward.commitment where state = 'breached';
  insert into steward.answer (commitment, person, kind, at)
  select id, '1', 'acknowledge', due from steward.commitment where state = 'breached';
  insert into steward.notice
         (commitment, step, purpose, level, chain, recipients, channels, urgency, template, at,
          created_at, late, shadow, resolved_at)
  select id, '1', case state when 'breached' then 'breach' else 'reminder' end, 0, '',
         '{assignee}', '{email}', 'normal', 'soon', due, due, false, false, due
    from steward.commitment order by id;
  insert into steward.message
         (id, commitments, message_id, thread_id, reference, channel, name, address, subject, text,
          urgent, state, created_at, next_at)
  select case when due < '2026-09-01Z' then number
              else steward.id_of(steward.month_of(due), number) end,
         array[id], number || '@x', number || '@x', reference, 'email', 'Ana', 'ana@x', 'Soon',
         'Call', false, case number % 2 when 0 then 'ready' else 'sent' end, due,
         case number % 2 when 0 then due end
    from steward.commitment, lateral (select steward.number_of(id)) n (number);
  insert into steward.task (notice, commitment, name, channel, state, message, created_at)
  select n.id, n.commitment, 'Ana', 'email', 'ready', m.id, n.created_at
    from steward.notice n join steward.message m on m.commitments = array[n.commitment];
)";

/// A line of the timeline of the fifth promise, which is of September.
std::string line_of_5(const std::string& at, const std::string& kind) {
  return "insert into steward.history (commitment, at, kind, starts) values "
         "(steward.id_of(320, 5), '" +
         at + "', '" + kind + "', '2026-09-01Z') ";
}

class RecordsInMonths : public OlderSchema {
 protected:
  RecordsInMonths() {
    migrate_to(8);
    database.run(kPromises);
  }

  /// The places of all rows of some tables.
  std::map<std::string, Rows> places_in(const std::vector<std::string>& tables) {
    std::map<std::string, Rows> all;
    for (const auto& table : tables) all[table] = places(table);
    return all;
  }
  /// How many rows of a table lie in another partition than that of the month of an instant.
  std::string misplaced(const std::string& table, const std::string& instant) {
    return database.value(
        "select count(*) from steward." + table + " t join steward.commitment c on c.id = " +
        (table == "message" ? "t.commitments[1]" : "t.commitment") +
        " where t.tableoid is distinct from to_regclass('steward." + table + "_' || case when " +
        instant + " < '2026-09-01Z' then 'before' else to_char(" + instant +
        " at time zone 'UTC', 'YYYY_MM') end)");
  }
};

TEST_F(RecordsInMonths, StayThereToTheNewestSchema) {
  keep();
  migrate_to_newest();
  EXPECT_THAT(kept_without_rows(),
              Not(Contains(AnyOf("history", "outcome", "escalation", "notice", "task", "answer",
                                 "message", "month", "commitment"))));
  EXPECT_THAT(differences(), IsEmpty());
  for (const auto* table : {"history", "outcome", "escalation", "notice", "task", "answer"}) {
    EXPECT_EQ(misplaced(table, "c.opened_at"), "0") << table;
  }
  EXPECT_EQ(misplaced("message", "t.created_at"), "0");
  EXPECT_EQ(database.value("select count(distinct tableoid) from steward.history"), "4");
}

TEST_F(RecordsInMonths, AreFollowedByMonthsOfTheNewestSchema) {
  migrate_to_newest();
  database.run(
      "select steward.ensure_month(323);"
      "insert into steward.commitment (id, reference, rule, revision, entity, key, state, "
      "historic, recorded_late, starts, opened_at) values (steward.id_of(323, "
      "nextval('steward.commitment_id')), 'N61', 'follow-up', repeat('a', 64), "
      "'service_deliveries', '61', 'open', false, false, '2026-12-01Z', '2026-12-01Z')");
  EXPECT_EQ(database.rows("insert into steward.history (commitment, at, kind, starts) values "
                          "(steward.id_of(323, 61), '2026-12-01Z', 'opened', '2026-12-01Z') "
                          "returning tableoid::regclass, id, took is not null"),
            (Rows{{"steward.history_2026_12", "1", "t"}}));
  EXPECT_EQ(database.rows(line_of_5("2026-12-01Z", "kept late") +
                          "returning tableoid::regclass, id, took is not null"),
            (Rows{{"steward.history_2026_09", "2", "t"}}))
      << "what is new of old promises lies with them";
}

/// 0017
TEST_F(RecordsInMonths, HaveAPlaceForFactsInEachMonth) {
  migrate_to_newest();
  database.run("select steward.ensure_month(323)");
  const auto place = [&](const std::string& commitment) {
    return database.value("insert into steward.fact values (" + commitment +
                          ", now(), '{}') returning tableoid::regclass");
  };
  EXPECT_EQ(place("(select min(id) from steward.commitment)"), "steward.fact_before");
  EXPECT_EQ(place("steward.id_of(320, 5)"), "steward.fact_2026_09");
  EXPECT_EQ(database.rows("select relname from pg_class where relname ^@ 'fact_2' and relkind = "
                          "'r' order by 1"),
            (Rows{{"fact_2026_09"}, {"fact_2026_10"}, {"fact_2026_11"}, {"fact_2026_12"}}));
  EXPECT_THAT(refusal("insert into steward.fact values (steward.id_of(320, 99), now(), '{}')"),
              HasSubstr("violates foreign key constraint"));
  EXPECT_THAT(refusal("insert into steward.fact values (steward.id_of(320, 5), now(), '[]')"),
              HasSubstr("violates check constraint"));
}

/// 0009
TEST_F(RecordsInMonths, HaveNoLatenessThatNobodyMeasured) {
  const std::vector<std::string> tables = {"history", "notice", "message", "daemon"};
  keep();
  const auto before = places_in(tables);
  migrate_to(9);
  EXPECT_EQ(places_in(tables), before);
  EXPECT_THAT(differences(), IsEmpty());
  EXPECT_EQ(
      database.rows("select (select sum(num_nonnulls(changed_at, took)) from steward.history), "
                    "(select count(took) from steward.notice), "
                    "(select sum(num_nonnulls(noticed_at, handed_over_at)) from steward.message), "
                    "(select count(*) from steward.lateness)"),
      (Rows{{"0", "0", "0", "0"}}));
  EXPECT_EQ(database.rows("select detection_lag, firing_lag, clock_ahead from steward.daemon"),
            (Rows{{"00:00:00", "00:00:00", "00:00:00"}}));
  EXPECT_EQ(database.value(line_of_5("2026-11-24Z", "moved") + "returning took is not null"), "t");
}

/// 0012
TEST_F(RecordsInMonths, AreForgottenByNobody) {
  migrate_to(11);
  keep();
  const auto before = places_in({"month", "commitment", "history", "message"});
  migrate_to(12);
  EXPECT_EQ(places_in({"month", "commitment", "history", "message"}), before);
  EXPECT_THAT(differences(), IsEmpty());
  EXPECT_THAT(database.rows("select ended_from, forgotten_at, promise_parts, message_parts "
                            "from steward.month"),
              AllOf(testing::SizeIs(4), Each(ElementsAre("null", "null", "0", "0"))));

  EXPECT_THAT(refusal("select steward.drop_month('history', 320)"),
              HasSubstr("month 320 is not over"));
  database.run("select steward.ensure_month(323)");
  for (const std::string table :
       {"history", "outcome", "escalation", "notice", "task", "answer", "message"}) {
    EXPECT_THAT(refusal("select steward.drop_month('" + table + "', 320)"),
                HasSubstr("steward." + table + "_2026_09 holds what is not forgotten"));
  }
}

/// 0014: of notices since 0009 it is known what their transaction took; message 20 was handed over
/// before, and knows it already.
TEST_F(RecordsInMonths, MessagesThatWaitLearnWhatTheyTell) {
  migrate_to(13);
  database.run(
      "update steward.notice set took = '2 s' where commitment >= steward.id_of(322, 0);"
      "update steward.message set noticed_at = '2026-08-01Z' where steward.number_of(id) = 20");
  keep();
  database.run("alter table kept.message drop column noticed_at");
  const auto over = places("message", "next_at is null");
  migrate_to(14);
  EXPECT_THAT(differences(), IsEmpty());
  EXPECT_EQ(database.rows("select count(*), count(*) filter (where tells_breach) "
                          "from steward.message where next_at is not null"),
            (Rows{{"30", "10"}}));
  EXPECT_EQ(database.value(
                "select count(*) from steward.message m "
                "join steward.notice n on n.commitment = m.commitments[1] "
                "where m.next_at is not null and (m.tells_breach, m.noticed_at) is distinct from "
                "(n.purpose = 'breach', case steward.number_of(m.id) when 20 "
                "then timestamptz '2026-08-01Z' else n.created_at + coalesce(n.took, '0') end)"),
            "0");
  EXPECT_EQ(places("message", "next_at is null"), over);
  EXPECT_EQ(database.value("select count(*) from steward.message where next_at is null "
                           "and (tells_breach or noticed_at is not null)"),
            "0");
}

/// 0015
TEST_F(RecordsInMonths, WhatIsSetAsideStaysSoAndIsTouchedOnce) {
  migrate_to(14);
  database.run(R"(
    insert into steward.quarantine
           (rule, key, firing, reason, since, failures, tried_at, retry_at) values
      ('follow-up', '', false, 'no "tier"', '2026-11-01Z', 3, '2026-11-02Z', '2026-11-03Z'),
      ('follow-up', '7', false, 'x', '2026-11-01Z', 1, '2026-11-01Z', '2026-11-01 00:01Z'),
      ('follow-up', '7', true, 'y', '2026-11-01Z', 2, '2026-11-01Z', '2026-11-01 00:02Z');
    insert into steward.touched (rule, key) values
      ('follow-up', '7'), ('follow-up', '8'), ('follow-up', '7'), ('weekly', '7'),
      ('follow-up', '7'))");
  keep();
  const auto before = places_in({"quarantine", "history"});
  migrate_to(15);
  EXPECT_EQ(places_in({"quarantine", "history"}), before);
  EXPECT_EQ(database.value("select count(recurrence) from steward.quarantine"), "0");
  EXPECT_EQ(database.value("select count(*) from steward.recovered"), "0");
  EXPECT_THAT(differences(), UnorderedElementsAre("touched: lost (3,follow-up,7)",
                                                  "touched: lost (5,follow-up,7)"));

  const std::string touch = "insert into steward.touched (rule, key) values ";
  EXPECT_EQ(database.value(touch + "('weekly', '8') returning id"), "6");
  EXPECT_THAT(refusal(touch + "('follow-up', '7')"), HasSubstr("\"touched_by_subject\""));
  EXPECT_THAT(refusal("insert into steward.quarantine select * from steward.quarantine"),
              HasSubstr("\"quarantine_pkey\""));
}

/// 0016
TEST_F(RecordsInMonths, ATimelineThatHadNoNumbersGoesOnWithThem) {
  migrate_to(15);
  keep();
  const auto before = places("history");
  migrate_to(16);
  EXPECT_EQ(places("history"), before);
  EXPECT_THAT(differences(), IsEmpty());
  EXPECT_EQ(database.value("select count(id) from steward.history"), "0");

  migrate_to_newest();
  // The server's clock was set back: the number says what came after what, not the instant.
  EXPECT_EQ(database.value(line_of_5("2026-08-02Z", "kept late") + "returning id"), "1");
  EXPECT_EQ(database.value(line_of_5("2026-08-01Z", "reopened") + "returning id"), "2");
  const auto lines = must(store::Reports(pool, {}).history("N5"), "the timeline");
  std::vector<std::string> kinds;
  for (const auto& line : lines) kinds.push_back(line.kind);
  EXPECT_THAT(kinds, ElementsAre("opened", "kept", "kept late", "reopened"));
}

}  // namespace
}  // namespace steward::test
