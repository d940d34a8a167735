// SPDX-License-Identifier: MIT
// The incidents that a service desk took in three days, and the year that the last of them took,
// replayed event by event through the running engine on simulated time: three promises on the same
// records, each on its own clock. What is true of them was computed independently of steward, and
// is again by plain SQL over the log (incident_log.sql).
//
// The log is from the UCI data set "Incident management process enriched event log", which is not
// part of this project: STEWARD_DATA names the folder that holds its excerpt, incident_events.csv.
#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <sstream>

#include "paths.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

using testing::ElementsAre;
using testing::Pair;
using testing::UnorderedElementsAre;
using Row = std::vector<std::string>;
using Rows = std::vector<Row>;

constexpr const char* kFile = "incident_events.csv";

WorldFiles service_desk() {
  auto files = WorldFiles::of("servicenow", "Service Desk");
  files.sql.push_back("tests/data/servicenow/incident_log.sql");
  files.rules.calendars = {std::filesystem::path(STEWARD_SOURCE_DIR) /
                           "tests/data/servicenow/calendars"};
  return files;
}

class ServiceNow : public testing::Test {
 protected:
  void SetUp() override {
    const char* const folder = std::getenv("STEWARD_DATA");
    if (folder == nullptr || *folder == '\0') {
      GTEST_SKIP() << "STEWARD_DATA is not set: it names the folder that holds " << kFile;
    }
    std::ifstream file(std::filesystem::path(folder) / kFile);
    if (!file) GTEST_SKIP() << "STEWARD_DATA is " << folder << ", which holds no " << kFile;
    std::ostringstream text;
    text << file.rdbuf();
    world_.emplace(at("2016-02-29T00:00:00Z"), service_desk());
    load(text.str());
  }

  /// The server reads the file, and refuses one with other columns.
  void load(const std::string& csv) {
    database().run("set datestyle = 'ISO, DMY'; set timezone = 'UTC'");
    database().copy(
        "copy log.event (number, incident_state, active, reassignment_count, reopen_count, "
        "sys_mod_count, made_sla, opened_at, sys_updated_at, contact_type, category, priority, "
        "assignment_group, assigned_to, resolved_at, closed_at) "
        "from stdin (format csv, header match, null '?')",
        csv);
    database().run("analyze log.event; call log.staff()");
    ASSERT_EQ(database().rows("select count(*), count(distinct number) from log.event"),
              (Rows{{"5998", "890"}}));
  }

  /// One transaction an event; the engine has its turn when all events of an instant are in, and
  /// at every instant in between at which something is due. At the end it is seen from after them.
  void replay() {
    world().settle();
    std::map<Instant, Rows> instants;
    for (const auto& event : database().rows(
             "select to_char(sys_updated_at, 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), id from log.event"
             " order by sys_updated_at, sys_mod_count, id")) {
      instants[at(event[0])].push_back(event);
    }
    for (const auto& [instant, events] : instants) {
      world().advance_before(instant);
      for (const auto& event : events) world().run("call log.replay(" + event[1] + ")");
      world().settle();
    }
    world().advance_to(at("2017-03-01T00:00:00Z"));
  }

  World& world() { return *world_; }
  TestDatabase& database() { return world_->database(); }

  void expect_the_truths() {
    EXPECT_THAT(
        database().rows("select rule, count(*) filter (where state = 'kept' and breach is null),"
                        " count(*) filter (where state = 'kept' and breach is not null),"
                        " count(*) filter (where state = 'breached' and stopped is null),"
                        " count(*) from steward.commitment group by rule order by rule"),
        ElementsAre(ElementsAre("resolved-in-24h", "234", "627", "29", "890"),
                    ElementsAre("resolved-in-48h", "361", "500", "29", "890"),
                    ElementsAre("resolved-in-8-office-hours", "226", "635", "29", "890")));
  }

  /// Rule, incident, the instant that an entry is about, and that at which it was noticed.
  Rows entries(const std::string& kind) {
    return database().rows(
        "select c.rule, c.key, l.at at time zone 'UTC', l.noticed_at at time zone 'UTC'"
        " from steward.ledger l join steward.commitment c on c.id = l.commitment where l.kind = '" +
        kind + "' order by 1, 2, l.id");
  }

  /// The breach log names exactly what is broken, with its true due, noticed at that very instant,
  /// and when each of them was done after all.
  void expect_the_breach_log() {
    EXPECT_EQ(entries("breached"),
              database().rows("select rule, number, due, due from log.broken order by 1, 2"));
    EXPECT_EQ(entries("resolved"),
              database().rows("select rule, number, resolved_at, resolved_at from log.broken"
                              " where resolved_at is not null order by 1, 2"));
    EXPECT_THAT(database().rows("select kind, count(*) from steward.ledger group by 1 order by 1"),
                ElementsAre(ElementsAre("breached", "1849"), ElementsAre("resolved", "1762")));
  }

  /// Every step of every promise ended once, and none that acted did so after its instant.
  void expect_one_outcome_a_step() {
    EXPECT_THAT(
        database().rows("with step as (select c.id, c.rule, jsonb_array_elements(steps) ->> 'id'"
                        " as name from steward.commitment c"
                        " join steward.revision r on r.digest = c.revision)"
                        " select s.rule, s.name, coalesce(o.kind, 'none'), count(*),"
                        " count(*) filter (where o.late or o.acted_at > o.at)"
                        " from step s left join steward.outcome o on o.commitment = s.id"
                        " and o.step = s.name group by 1, 2, 3 order by 1, 2, 3"),
        ElementsAre(ElementsAre("resolved-in-24h", "1", "acted", "656", "0"),
                    ElementsAre("resolved-in-24h", "1", "closed", "234", "0"),
                    ElementsAre("resolved-in-48h", "1", "acted", "656", "0"),
                    ElementsAre("resolved-in-48h", "1", "closed", "234", "0"),
                    ElementsAre("resolved-in-48h", "2", "acted", "529", "0"),
                    ElementsAre("resolved-in-48h", "2", "closed", "361", "0"),
                    ElementsAre("resolved-in-8-office-hours", "1", "acted", "664", "0"),
                    ElementsAre("resolved-in-8-office-hours", "1", "closed", "226", "0")));
    EXPECT_EQ(database().value("select count(*) from steward.outcome"), std::to_string(890 * 4));
  }

  /// Of every breach one person heard, once: who had the incident at that instant.
  void expect_the_messages() {
    EXPECT_EQ(
        database().rows("select c.rule, c.key, n.at at time zone 'UTC', m.address,"
                        " m.sent_at = n.at from steward.notice n"
                        " join steward.commitment c on c.id = n.commitment"
                        " left join steward.task t on t.notice = n.id"
                        " left join steward.message m on m.id = t.message"
                        " where n.purpose = 'breach' order by 1, 2, t.id"),
        database().rows("select rule, number, due, told, true from log.broken order by 1, 2"));
    std::map<std::string, int> kinds;
    std::set<std::string> ids;
    std::set<std::string> said;
    for (const auto& message : world().email().sent) {
      const auto kind = message.subject.substr(0, message.subject.find(':'));
      ++kinds[kind];
      ids.insert(message.message_id);
      said.insert(message.reference + " " + kind + " " + message.address);
    }
    EXPECT_THAT(kinds, ElementsAre(Pair("Due soon", 656), Pair("Late", 1849)));
    EXPECT_EQ(ids.size(), world().email().sent.size());
    EXPECT_EQ(said.size(), world().email().sent.size());
    EXPECT_EQ(database().value("select count(*) from steward.task where state <> 'sent'"), "0");
  }

 private:
  std::optional<World> world_;
};

/// A Friday afternoon, by hand: what needs no log.
TEST(ServiceDesk, ThreePromisesOfOneIncidentAreEachOnItsOwnClock) {
  World world(at("2016-03-04T16:30:00Z"), service_desk());
  world.run(
      "insert into itsm.users values ('ana', 'Ana Ruiz', 'ana@itsm.example');"
      "insert into itsm.incidents (number, state, active, priority, assigned_to, opened_at,"
      " reassignment_count, reopen_count, made_sla, sys_mod_count, sys_updated_at) values"
      " ('INC1', 'New', true, '2 - High', 'ana', '2016-03-04 16:30', 0, 0, true, 0, now())");
  world.settle();
  EXPECT_EQ(world.commitment("resolved-in-24h", "INC1"), "open due 2016-03-05T16:30:00");
  EXPECT_EQ(world.commitment("resolved-in-48h", "INC1"), "open due 2016-03-06T16:30:00");
  EXPECT_EQ(world.commitment("resolved-in-8-office-hours", "INC1"), "open due 2016-03-07T16:30:00");
  world.advance_to(at("2016-03-07T16:30:00Z"));
  EXPECT_THAT(world.messages(),
              UnorderedElementsAre(
                  "email ana@itsm.example: Late: INC1 (was due Sat 5 Mar, 16:30 UTC): An incident "
                  "is resolved within a day",
                  "email ana@itsm.example: Due soon: INC1 by Sun 6 Mar, 16:30 UTC: An incident is "
                  "resolved within two days",
                  "email ana@itsm.example: Late: INC1 (was due Sun 6 Mar, 16:30 UTC): An incident "
                  "is resolved within two days",
                  "email ana@itsm.example: Late: INC1 (was due Mon 7 Mar, 16:30 UTC): An incident "
                  "is resolved within a working day"));
}

TEST_F(ServiceNow, EveryEventInItsOrder) {
  replay();
  expect_the_truths();
  expect_the_breach_log();
  expect_one_outcome_a_step();
  expect_the_messages();
}

}  // namespace
}  // namespace steward::test
