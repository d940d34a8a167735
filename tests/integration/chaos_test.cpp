// SPDX-License-Identifier: MIT
// Three daemons, thousands of promises, and every trouble that a machine room has: daemons killed
// and stopped, a server that crashes, sessions that are cut. Afterwards all must be as if one
// daemon had worked undisturbed.
//
// STEWARD_CHAOS_SECONDS (default: 10) says how long, STEWARD_CHAOS_SEED which troubles;
// scripts/chaos sets both.
#include <gmock/gmock.h>
#include <signal.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <regex>
#include <sstream>

#include "integration/chaos_records.hpp"
#include "paths.hpp"
#include "steward/rules/loader.hpp"
#include "steward/store/capture.hpp"
#include "steward/store/catalog.hpp"
#include "steward/store/database.hpp"
#include "steward/store/migrate.hpp"
#include "support/daemon_fixture.hpp"
#include "support/private_cluster.hpp"
#include "support/reference_crm.hpp"
#include "support/skyport.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Clock = std::chrono::steady_clock;

constexpr int kRecordsPerSecond = 110;
/// Two promises each.
constexpr std::size_t kFewestRecords = 1'000;
/// Most promises end quietly; what is said of the others takes the most time.
constexpr int kChangesAtOnce = 4;

int number_of(const char* variable, int otherwise) {
  const char* const given = std::getenv(variable);
  return given == nullptr ? otherwise : std::stoi(given);
}

/// What a test's daemon leaves to the server when it hangs: far less than in production, so that
/// the others go on within the test.
std::string with_short_limits(const std::string& connection) {
  return connection +
         " options='-c idle_in_transaction_session_timeout=1000 -c lock_timeout=4000 -c "
         "statement_timeout=10000'";
}

/// How often each message is in the file of text messages, by its id.
std::map<std::string, int> texted(const DaemonFolder& folder) {
  static const std::regex kId("  id (\\S+)  \\d+ segment");
  const auto text = folder.text_messages();
  std::map<std::string, int> times;
  for (std::sregex_iterator at(text.begin(), text.end(), kId), end; at != end; ++at) {
    ++times[(*at)[1].str()];
  }
  return times;
}

class Chaos : public testing::Test {
 protected:
  Chaos() {
    // A server that crashes loses nothing that the operating system has: no need to wait for a
    // disk.
    database_.run("alter system set fsync = off");
    database_.run("select pg_reload_conf()");
    install();
    for (auto& daemon : daemons_) daemon = start();
    wait_until(folder_, "the rules are active", [&] {
      return database_.value("select count(*) from steward.activation where done") == "2";
    });
    const auto begun = database_.value(
        "select steward.micros(max(greatest(effective_from, in_force_since))) from "
        "steward.activation");
    records_ = std::make_unique<ChaosRecords>(database_, Instant(Microseconds(std::stoll(begun))),
                                              random_());
  }

  void install() {
    const auto rules = folder_.path() / "rules";
    std::filesystem::create_directory(rules);
    std::ofstream(rules / "chaos.yaml") << ChaosRecords::rules();
    std::ofstream(folder_.path() / "chains.yaml") << ChaosRecords::chains();
    const std::string root = STEWARD_SOURCE_DIR;
    folder_.configure("[" + root + "/rules]", "[" + rules.string() + "]");
    folder_.configure("[" + root + "/config/escalations.yaml]",
                      "[" + (folder_.path() / "chains.yaml").string() + "]");

    install_reference_crm(database_);
    database_.run(kSkyport);
    database_.run("alter table crm.clients alter column id restart with 100");
    store::Pool pool(*store::complete_connection(database_.connection()), 1);
    ASSERT_TRUE(store::migrate(pool));
    auto paths = WorldFiles::reference().rules;
    paths.rules = {rules};
    paths.chains = {folder_.path() / "chains.yaml"};
    Problems problems;
    const auto set =
        rules::load_rules(paths, *store::read_catalog(pool, "crm"), "Skyport", problems);
    ASSERT_TRUE(set) << problems.render_all();
    ASSERT_TRUE(store::install_capture(pool, *set));
  }

  std::unique_ptr<DaemonProcess> start() {
    return std::make_unique<DaemonProcess>(folder_, with_short_limits(database_.connection()));
  }

  int roll(int sides) { return std::uniform_int_distribution<int>(0, sides - 1)(random_); }

  /// Records come and change while one trouble follows the other.
  void make_trouble() {
    const auto length = seconds(number_of("STEWARD_CHAOS_SECONDS", 10));
    const auto begun = Clock::now();
    auto next_trouble = begun;
    auto next_look = begun;
    while (Clock::now() < begun + length || !was_enough()) {
      const auto wanted = (Clock::now() - begun) / milliseconds(1) * kRecordsPerSecond / 1000;
      if (records_->size() < static_cast<std::size_t>(wanted)) records_->add(1 + roll(30));
      for (int i = 0; i < kChangesAtOnce; ++i) records_->change_a_young_one();
      if (Clock::now() >= next_look) {
        records_->end_some_that_are_late();
        next_look = Clock::now() + milliseconds(700);
      }
      wake_those_who_slept();
      if (Clock::now() >= next_trouble) {
        trouble();
        next_trouble = Clock::now() + milliseconds(100 + roll(500));
      }
    }
  }

  /// On a slow machine, too.
  [[nodiscard]] bool was_enough() const {
    return records_->size() >= kFewestRecords && kills_ > 0 && stops_ > 0 && cuts_ > 0 &&
           crashes_ > 0;
  }

  /// One of a shuffled pack, so that a short run has all of them.
  void trouble() {
    if (pack_.empty()) {
      for (int each = 0; each < 4; ++each) pack_ += "ksc";
      pack_ += "!";
      std::shuffle(pack_.begin(), pack_.end(), random_);
    }
    const char next = pack_.back();
    pack_.pop_back();
    const auto which = static_cast<std::size_t>(roll(static_cast<int>(daemons_.size())));
    switch (next) {
      case 'k':
        return kill(which);
      case 's':
        return stop(which);
      case 'c':
        return cut();
      default:
        return crash();
    }
  }

  void crash() {
    cluster_.crash();
    cluster_.start();
    database_.reconnect();
    ++crashes_;
  }

  void kill(std::size_t which) {
    daemons_.at(which)->signal(SIGKILL);
    daemons_.at(which)->wait();
    daemons_.at(which) = start();
    asleep_.erase(which);
    ++kills_;
  }

  void stop(std::size_t which) {
    if (asleep_.contains(which)) return;
    daemons_.at(which)->signal(SIGSTOP);
    asleep_[which] = Clock::now() + milliseconds(200 + roll(2500));
    ++stops_;
  }

  void wake_those_who_slept() {
    for (auto one = asleep_.begin(); one != asleep_.end();) {
      const bool wakes = Clock::now() >= one->second;
      if (wakes) daemons_.at(one->first)->signal(SIGCONT);
      one = wakes ? asleep_.erase(one) : std::next(one);
    }
  }

  /// Some of the daemons' sessions, whatever they are at.
  void cut() {
    database_.run(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = "
        "current_database() and pid <> pg_backend_pid() and random() < 0.4");
    ++cuts_;
  }

  /// The daemons work undisturbed until nothing is left to do.
  void let_it_end() {
    for (const auto& [which, until] : asleep_) daemons_.at(which)->signal(SIGCONT);
    asleep_.clear();
    std::string known;
    auto moved = Clock::now();
    while (!is_quiet()) {
      auto now_done = done();
      if (now_done != known) {
        known = std::move(now_done);
        moved = Clock::now();
      } else if (Clock::now() > moved + std::chrono::minutes(3)) {
        throw std::runtime_error("it does not end\n" + folder_.log_text());
      }
      end_leases();
    }
  }

  /// Changes with all that the daemons do. Asked so seldom that they have the machine.
  std::string done() {
    return database_.value(
        "select concat_ws(' ', h.last_value, n.last_value, t.last_value, (select count(*) from "
        "steward.message where state = 'sent'), (select count(*) from steward.change)) from "
        "pg_sleep(0.2), steward.history_id h, steward.notice_id n, steward.task_id t");
  }

  bool is_quiet() {
    return database_.value(
               "select not exists (select from steward.change) and not exists (select from "
               "steward.commitment where next_at is not null) and not exists (select from "
               "steward.notice where resolved_at is null) and not exists (select from "
               "steward.message where state in ('ready', 'sending'))") == "t";
  }

  /// Of messages whose daemon is gone, or never learned that it has them: sooner than in a minute
  /// and a half. A daemon that is at work on one all the while does no harm: it is the same
  /// message.
  void end_leases() {
    database_.run(
        "update steward.message set next_at = clock_timestamp() where state = 'sending' and "
        "leased_until < clock_timestamp() + interval '87 seconds'");
  }

  void stop_daemons() {
    for (auto& daemon : daemons_) {
      daemon->signal(SIGTERM);
      EXPECT_EQ(daemon->wait(), 0);
    }
  }

  void expect_what_the_oracle_says() {
    const auto expected = records_->expected();
    const auto found = records_->found();
    EXPECT_EQ(found.size(), expected.size());
    int wrong = 0;
    for (const auto& [promise, line] : expected) {
      const auto it = found.find(promise);
      const auto is = it == found.end() ? std::string("nothing") : it->second;
      if (is == line || (it != found.end() && records_->raced().contains(promise))) continue;
      if (++wrong <= 20)
        ADD_FAILURE() << promise << "\n  should be " << line << "\n  is        " << is;
    }
    EXPECT_EQ(wrong, 0) << "of " << expected.size();
    EXPECT_LT(records_->raced().size(), expected.size() / 10) << "of which nothing is known";
  }

  /// The numbers run from one without a gap, and each breach has one.
  void expect_breaches_without_gaps() {
    EXPECT_EQ(database_.value("select count(*) from steward.commitment where breach is not null"),
              database_.value("select count(*) from steward.ledger where kind = 'breached'"));
    EXPECT_EQ(
        database_.value(
            "select string_agg(distinct cast(right(breach, 5)::int - place as text), ' ') from "
            "(select breach, row_number() over (order by breach) as place from "
            "steward.commitment where breach is not null) numbered"),
        "0");
  }

  /// Of a record that is gone they need not be.
  void expect_facts_of_breaches() {
    EXPECT_EQ(database_.value(
                  "select count(*) from steward.ledger l join steward.commitment c on "
                  "c.id = l.commitment join crm.service_deliveries d on cast(d.id as text) = c.key "
                  "where l.kind = 'breached' and not exists (select from steward.fact f where "
                  "f.commitment = l.commitment and f.noticed_at = l.noticed_at)"),
              "0");
  }

  /// Each step that speaks was heard once by each whom it is for, and nothing failed.
  void expect_each_told_once() {
    EXPECT_EQ(database_.value("select count(*) from steward.notice where purpose <> 'all_clear'"),
              database_.value(
                  "select count(*) from steward.outcome where kind = 'acted' and step <> '3'"));
    EXPECT_EQ(database_.value("select count(*) from (select from steward.task group by notice, "
                              "person, channel having count(*) > 1) doubled"),
              "0");
    EXPECT_EQ(database_.value("select count(*) from steward.notice n where not exists (select from "
                              "steward.task t where t.notice = n.id)"),
              "0");
    EXPECT_EQ(database_.value("select count(*) from steward.task where state <> 'sent'"), "0");
    // The same Message-ID is the same file.
    EXPECT_EQ(std::to_string(folder_.emails()),
              database_.value("select count(*) from steward.message where channel = 'email'"));
  }

  /// A text goes again only where a daemon took it again.
  void expect_no_text_lost_or_doubled() {
    const auto times = texted(folder_);
    for (const auto& row :
         database_.rows("select message_id, attempts from steward.message where channel = 'sms'")) {
      const auto found = times.find(row[0]);
      ASSERT_NE(found, times.end()) << row[0] << " was lost";
      EXPECT_LE(found->second, std::stoi(row[1])) << row[0];
    }
  }

  /// Every fault is one that passes.
  void expect_no_bug_in_the_log() {
    std::istringstream log(folder_.log_text());
    for (std::string line; std::getline(log, line);) {
      const bool is_bug = line.find("\"level\":\"critical\"") != std::string::npos ||
                          line.find("internal error: ") != std::string::npos;
      EXPECT_FALSE(is_bug) << line;
    }
  }

  void say_what_was_done() {
    std::cout << records_->size() << " records, " << kills_ << " kills, " << stops_ << " stops, "
              << crashes_ << " crashes of the server, " << cuts_ << " cuts; "
              << records_->raced().size() << " promises changed too near to their first step; "
              << database_.value(
                     "select count(*) || ' messages, ' || count(*) filter (where attempts "
                     "> 1) || ' of them taken more than once' from steward.message")
              << "\n";
  }

  std::mt19937 random_{static_cast<std::uint32_t>(number_of("STEWARD_CHAOS_SEED", 20261129))};
  PrivateCluster cluster_;
  TestDatabase database_{cluster_.connection()};
  DaemonFolder folder_;
  std::array<std::unique_ptr<DaemonProcess>, 3> daemons_;
  std::map<std::size_t, Clock::time_point> asleep_;  ///< until when
  std::unique_ptr<ChaosRecords> records_;
  std::string pack_;  ///< troubles to come, a letter each
  int kills_ = 0;
  int stops_ = 0;
  int crashes_ = 0;
  int cuts_ = 0;
};

TEST_F(Chaos, EndsAsIfNothingHadHappened) {
  make_trouble();
  let_it_end();
  stop_daemons();
  say_what_was_done();
  expect_what_the_oracle_says();
  expect_breaches_without_gaps();
  expect_facts_of_breaches();
  expect_each_told_once();
  expect_no_text_lost_or_doubled();
  expect_no_bug_in_the_log();
}

}  // namespace
}  // namespace steward::test
