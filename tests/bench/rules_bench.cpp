// SPDX-License-Identifier: MIT
// What checking rule files costs beside reading their YAML, and what a compiled rule costs beside
// the SQL that a DBA would write for it. Prints a line for each figure: name, figure, limit, unit,
// bar of their ratio; medians of five interleaved runs.
//
//   bench_rules      needs a PostgreSQL: STEWARD_TEST_POSTGRES, or scripts/postgres in the build
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <stdexcept>

#include "bench/dba_queries.hpp"
#include "bench/measure.hpp"
#include "paths.hpp"
#include "steward/engine/plan.hpp"
#include "store/session.hpp"
#include "support/reference_crm.hpp"
#include "support/rule_folder.hpp"
#include "support/test_database.hpp"
#include "support/world.hpp"

namespace steward {
namespace {

using bench::median;
using bench::print;
using bench::timed;
namespace fs = std::filesystem;

constexpr int kRuns = 5;
constexpr std::size_t kSubjects = 500;
constexpr int kRepetitions = 40;
constexpr int kPlanned = 20'000;

/// In milliseconds; both in turn, so that a machine that slows down slows both.
std::pair<double, double> interleaved(const std::function<void()>& figure,
                                      const std::function<void()>& limit) {
  figure();
  limit();
  std::vector<double> figures;
  std::vector<double> limits;
  for (int run = 0; run < kRuns; ++run) {
    figures.push_back(1000 * timed(figure));
    limits.push_back(1000 * timed(limit));
  }
  return {median(figures), median(limits)};
}

/// A rule of thirty lines about service deliveries.
std::string rule_of_thirty_lines(int number) {
  return fmt::format(R"(  - rule: follow-up-{0}
    title: Priority clients hear from us within 48 hours of service {0}
    description: >
      After each completed service a priority client is called or written to, to ask whether
      everything was as expected.
    source: FBO procedure 07, Success Metrics
    owner: marketing-leader
    subject: service_deliveries
    when: client.tier == "priority" && status == "completed" && id != {0}
    clock:
      starts: completed_at
      stops: >
        client.interactions.filter(i, i.kind == "follow_up" && i.occurred_at >= completed_at)
                           .map(i, i.occurred_at).min()
      within: 48h
      calendar: business-hours
    assign: client.account_manager
    steps:
      - at: due - 24h
        notify: assignee
        by: [email]
        template: follow-up-due-soon
      - at: due
        breach: true
        notify: [assignee, role("client-service-leader")]
        by: [email, sms]
        urgency: urgent
        template: follow-up-late
      - at: due + 4h
        escalate: client-service
)",
                     number);
}

/// A thousand of them in ten files.
std::vector<std::string> write_rules(const fs::path& folder) {
  std::vector<std::string> texts;
  for (int file = 0; file < 10; ++file) {
    std::string text = "rules:\n";
    for (int rule = 0; rule < 100; ++rule) text += rule_of_thirty_lines(file * 100 + rule + 1);
    std::ofstream(folder / fmt::format("{}.yaml", file)) << text;
    texts.push_back(std::move(text));
  }
  return texts;
}

void measure_check(const model::Catalog& catalog) {
  const fs::path folder = STEWARD_BINARY_DIR "/bench-rules";
  fs::remove_all(folder);
  fs::create_directories(folder);
  const auto texts = write_rules(folder);
  auto paths = test::WorldFiles::reference().rules;
  paths.rules = {folder};
  const auto check = [&] {
    Problems problems;
    const auto set = rules::load_rules(paths, catalog, "Skyport", problems);
    if (!set || set->rules.size() != 1000) throw std::runtime_error(problems.render_all());
  };
  const auto parse = [&] {
    for (const auto& text : texts) {
      if (!YAML::Load(text).IsMap()) throw std::runtime_error("no YAML");
    }
  };
  const auto [figure, yaml] = interleaved(check, parse);
  print({"check of 1,000 rules", figure, 0, "ms", "figure<=1000"});
  print({"  beside yaml-cpp alone", figure, yaml, "ms", ""});
}

void load_records(test::TestDatabase& database) {
  const auto command = fmt::format(
      "psql -X -q -v now=2026-11-24T15:00:00Z -v pause=0 -f '{}/config/demo/records.sql' \"{}\" "
      ">/dev/null",
      STEWARD_SOURCE_DIR, database.connection());
  if (std::system(command.c_str()) != 0) throw std::runtime_error("no demo records");
  database.run("analyze");
}

/// The columns that both answer, row by row, in the order of the keys.
std::vector<std::string> answers(const store::Rows& rows) {
  std::vector<std::string> lines;
  for (const auto row : rows) {
    std::string line;
    for (const char* column :
         {"key", "active", "starts", "stops", "assignee", "assignee_role", "client"}) {
      line += row.optional_text(column).value_or("null") + "|";
    }
    lines.push_back(std::move(line));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

void measure_evaluation(const model::RuleSet& set, test::TestDatabase& database,
                        const std::string& connection) {
  store::Session session(connection);
  for (const auto& [name, dba_sql] : bench::kDbaQueries) {
    const auto* rule = set.rule(name);
    if (rule == nullptr) throw std::runtime_error(fmt::format("no rule {}", name));
    std::vector<std::string> keys;
    for (const auto& row : database.rows(fmt::format(
             "select id from crm.{} order by id desc limit {}", rule->subject, kSubjects))) {
      keys.push_back(row.front());
    }
    const store::Binds binds{{"keys", keys}};
    if (answers(session.query(rule->evaluate, binds)) != answers(session.query(dba_sql, binds))) {
      throw std::runtime_error(fmt::format("{}: the two queries differ in their answers", name));
    }
    const auto [figure, limit] = interleaved(
        [&, query = rule] {
          for (int i = 0; i < kRepetitions; ++i) session.query(query->evaluate, binds);
        },
        [&, sql = dba_sql] {
          for (int i = 0; i < kRepetitions; ++i) session.query(sql, binds);
        });
    print({fmt::format("{}, {} subjects", name, keys.size()), figure / kRepetitions,
           limit / kRepetitions, "ms", "ratio<=1.3"});
  }
}

/// A plan beside the two statements that it cannot do without, each over all subjects.
void measure_plan(Instant start) {
  test::RuleFolder folder;
  test::World world(start, folder.files());
  world.run(
      "insert into crm.clients (name, tier) select 'Client ' || n, case when n % 2 = 0 then "
      "'priority' else 'standard' end from generate_series(1, 1000) as n");
  world.run(fmt::format(
      "insert into crm.service_deliveries (client_id, service_type, completed_at, status) select "
      "c.id, 'fuel', timestamptz '{}' - make_interval(mins => n % 60), 'completed' from "
      "generate_series(1, {}) as n join (select id, row_number() over (order by id) as place from "
      "crm.clients) as c on c.place = n % 1000 + 1",
      to_rfc3339(start), kPlanned));
  world.database().run("analyze");
  world.settle();
  const auto* before = world.rules().rule("priority-follow-up");
  folder.edit("rules/follow-up.yaml", "client.tier == \"priority\"", "client.tier != \"priority\"");
  const auto next = world.read(folder.files().rules);
  const auto* after = next->rule("priority-follow-up");
  engine::PlanOptions options;
  options.delivery = world.settings();
  std::size_t covered = 0;
  const auto plan = [&] {
    const auto made = engine::make_plan(world.store(), &world.rules(), *next, world.now(), options);
    covered = made.value().count(engine::Effect::covered);
  };
  store::Session session(world.database().connection());
  std::vector<store::Binds> pages;
  for (const auto& row :
       world.database().rows("select id from crm.service_deliveries order by id")) {
    if (pages.empty() || std::get<std::vector<std::string>>(pages.back()["keys"]).size() == 2000) {
      pages.push_back({{"keys", std::vector<std::string>()}});
    }
    std::get<std::vector<std::string>>(pages.back()["keys"]).push_back(row.front());
  }
  const auto evaluate = [&] {
    for (const auto& page : pages) {
      session.query(before->evaluate, page);
      session.query(after->evaluate, page);
    }
  };
  const auto [figure, limit] = interleaved(plan, evaluate);
  if (covered != kPlanned / 2) throw std::runtime_error("the plan foresees something else");
  print({fmt::format("plan over {} subjects, beside both evaluations", kPlanned), figure / 1000,
         limit / 1000, "s", ""});
}

void measure() {
  const auto start = parse_instant("2026-11-24T15:00:00Z");
  test::World world(*start);
  load_records(world.database());
  measure_check(world.rules().catalog);
  measure_evaluation(world.rules(), world.database(), world.database().connection());
  measure_plan(*start);
}

}  // namespace
}  // namespace steward

int main() {
  try {
    steward::measure();
  } catch (const std::exception& failed) {
    fmt::print(stderr, "bench_rules: {}\n", failed.what());
    return 1;
  }
  return 0;
}
