// SPDX-License-Identifier: MIT
#include "integration/chaos_records.hpp"

#include <algorithm>

namespace steward::test {
namespace {

constexpr const char* kNow = "clock_timestamp()";
/// A change that begins so long before the first step is most likely known before it.
constexpr std::chrono::milliseconds kMargin{300};

Instant instant(const std::string& micros) {
  return Instant(Microseconds(std::stoll(micros)));
}

std::string sql(Instant instant) {
  return "steward.instant(" + std::to_string(instant.time_since_epoch().count()) + ")";
}

std::string in_seconds(std::chrono::milliseconds length) {
  return std::to_string(length.count() / 1000) + "s";
}

std::string promise(const ChaosRule& rule, std::int64_t id) {
  return rule.name + " " + std::to_string(id);
}

}  // namespace

const ChaosRule ChaosRecords::kUpdate{"account-update", 0};
const ChaosRule ChaosRecords::kCall{"client-call", 2};

std::string ChaosRecords::rules() {
  const auto clock = "      within: " + in_seconds(kChaosWithin) + "\n      calendar: always\n";
  const auto steps = "    steps:\n      - at: due - " + in_seconds(kChaosReminder) +
                     "\n        notify: assignee\n        by: [email]\n"
                     "        template: follow-up-due-soon\n"
                     "      - at: due\n        breach: true\n        notify: assignee\n"
                     "        by: [email, sms]\n        template: follow-up-late\n";
  const auto head = [](const ChaosRule& rule) {
    return "  - rule: " + rule.name + "\n    title: A promise in trouble\n" +
           "    source: the chaos test\n    owner: marketing-leader\n"
           "    subject: service_deliveries\n    when: status == \"completed\"\n"
           "    assign: client.account_manager\n    clock:\n      starts: completed_at\n";
  };
  return "rules:\n" + head(kUpdate) + "      stops: account_updated_at\n" + clock + steps +
         head(kCall) +
         "      stops: >\n"
         "        client.interactions.filter(i, i.kind == \"follow_up\" &&\n"
         "          i.occurred_at >= completed_at).map(i, i.occurred_at).min()\n" +
         clock + steps + "      - at: due + " + in_seconds(kChaosChain) +
         "\n        escalate: chaos\n";
}

std::string ChaosRecords::chains() {
  const auto level = [](const std::string& wait, const std::string& role) {
    return "      - wait: " + wait + "\n        notify: role(\"" + role +
           "\")\n        by: [email]\n        template: escalation-level\n";
  };
  return "chains:\n  - chain: chaos\n    title: A promise in trouble is late\n"
         "    calendar: always\n    levels:\n" +
         level("0s", "client-service-leader") + level("1s", "operations-leader");
}

ChaosRecords::ChaosRecords(TestDatabase& database, Instant begun, std::uint32_t seed)
    : database_(database), begun_(begun), random_(seed) {}

Instant ChaosRecords::now() {
  return instant(database_.value("select steward.micros(clock_timestamp())"));
}

void ChaosRecords::add(int count) {
  // What is late when it is entered must not be from before the rules.
  const auto earliest = now() - kChaosWithin - std::chrono::seconds(2);
  const bool can_be_late = earliest > begun_;
  add_records(count, kNow, false);
  if (can_be_late && roll(4) == 0) add_late_ones(1 + count / 10);
}

void ChaosRecords::add_late_ones(int count) {
  const auto starts = now() - kChaosWithin - std::chrono::seconds(1);
  add_records(count, sql(starts), true);
}

void ChaosRecords::add_records(int count, const std::string& completed_at, bool late) {
  const std::string one_transaction =
      "with started as materialized (select " + completed_at +
      " as at), c as (insert into crm.clients (name, stage, tier, account_manager_id, "
      "data_owner_id, onboarded_at) select 'Client', 'active', 'priority', 1, 1, clock_timestamp() "
      "from generate_series(1, " +
      std::to_string(count) +
      ") returning id), called as (insert into crm.interactions (client_id, channel, kind, "
      "occurred_at) select c.id, 'phone', 'follow_up', s.at + interval '5500 ms' from c, started s "
      "where " +
      (late ? "true" : "false") +
      ") insert into crm.service_deliveries (client_id, service_type, completed_at, status, "
      "account_updated_at) select c.id, 'fuel', s.at, 'completed', case when " +
      (late ? "true" : "false") +
      " then s.at + interval '5500 ms' end from c, started s returning id, client_id, "
      "steward.micros(completed_at)";
  for (const auto& row : database_.rows(one_transaction)) {
    Record record;
    record.id = std::stoll(row[0]);
    record.client = std::stoll(row[1]);
    record.update.starts = instant(row[2]);
    if (late) {
      record.update.stop = record.update.starts + std::chrono::milliseconds(5500);
      record.update.ended = Ended::before_steps;
    }
    record.call = record.update;
    if (!late) young_.push_back(record.id);
    records_.emplace(record.id, record);
  }
}

void ChaosRecords::change_a_young_one() {
  if (young_.empty()) return;
  const auto place = young_.begin() + roll(static_cast<int>(young_.size()));
  auto& record = records_.at(*place);
  const bool has_ended = record.update.ended != Ended::never && record.call.ended != Ended::never;
  if (has_ended || now() + kMargin > first_step_of(record.update.starts)) {
    young_.erase(place);
    // That may be taken back at any time: all that was to come still is.
    if (record.update.ended != Ended::never && roll(8) == 0) take_update_back(record);
    return;
  }
  switch (roll(6)) {
    case 0:
      if (record.is_open()) move(record);
      return;
    case 1:
      // What nobody has noticed is no promise, and one that is cancelled is moved no more.
      if (!record.is_open() || !is_noticed(record)) return;
      young_.erase(place);
      return withdraw(record, Ended::before_steps);
    case 2:
    case 3:
      if (record.call.ended == Ended::never) call_client(record, Ended::before_steps, kNow);
      return;
    default:
      if (record.update.ended == Ended::never) update_account(record, Ended::before_steps, kNow);
  }
}

bool ChaosRecords::is_noticed(const Record& record) {
  return database_.value("select count(*) from steward.commitment where key = '" +
                         std::to_string(record.id) +
                         "' and starts = " + sql(record.update.starts)) == "2";
}

/// Known only when its first step had come: either outcome is right.
void ChaosRecords::check_race(const Record& record, Instant first_step) {
  if (now() < first_step) return;
  raced_.insert(promise(kUpdate, record.id));
  raced_.insert(promise(kCall, record.id));
}

void ChaosRecords::update_account(Record& record, Ended ended, const std::string& at) {
  record.update.ended = ended;
  record.update.stop =
      instant(database_.value("update crm.service_deliveries set account_updated_at = " + at +
                              " where id = " + std::to_string(record.id) +
                              " returning steward.micros(account_updated_at)"));
  if (ended == Ended::before_steps) check_race(record, first_step_of(record.update.starts));
}

void ChaosRecords::call_client(Record& record, Ended ended, const std::string& at) {
  record.call.ended = ended;
  record.call.stop = instant(database_.value(
      "insert into crm.interactions (client_id, channel, kind, occurred_at) values (" +
      std::to_string(record.client) + ", 'phone', 'follow_up', " + at +
      ") returning steward.micros(occurred_at)"));
  if (ended == Ended::before_steps) check_race(record, first_step_of(record.call.starts));
}

void ChaosRecords::take_update_back(Record& record) {
  record.update.ended = Ended::never;
  record.update.stop.reset();
  database_.run("update crm.service_deliveries set account_updated_at = null where id = " +
                std::to_string(record.id));
}

void ChaosRecords::move(Record& record) {
  const auto first_step = first_step_of(record.update.starts);
  record.update.starts = instant(database_.value(
      "update crm.service_deliveries set completed_at = clock_timestamp() where id = " +
      std::to_string(record.id) + " returning steward.micros(completed_at)"));
  record.call.starts = record.update.starts;
  check_race(record, first_step);
}

void ChaosRecords::withdraw(Record& record, Ended ended) {
  for (auto* story : {&record.update, &record.call}) {
    story->asked = false;
    story->ended = ended;
  }
  const auto id = std::to_string(record.id);
  database_.run(roll(2) == 0
                    ? "delete from crm.service_deliveries where id = " + id
                    : "update crm.service_deliveries set status = 'cancelled' where id = " + id);
  if (ended == Ended::before_steps) check_race(record, first_step_of(record.update.starts));
}

void ChaosRecords::end_some_that_are_late() {
  const auto said = database_.rows(
      "select c.rule, c.key from steward.commitment c where c.state = 'breached' and c.next_at is "
      "null and not exists (select from steward.notice n where n.commitment = c.id and "
      "n.resolved_at is null) and not exists (select from steward.task t where t.commitment = c.id "
      "and t.state = 'ready') order by c.id");
  for (const auto& row : said) {
    if (!decided_.insert(row[0] + " " + row[1]).second || roll(2) == 0) continue;
    end(records_.at(std::stoll(row[1])), row[0]);
  }
}

void ChaosRecords::end(Record& record, const std::string& rule) {
  const bool both_said = decided_.contains(promise(kUpdate, record.id)) &&
                         decided_.contains(promise(kCall, record.id));
  if (both_said && record.is_open() && roll(3) == 0) return withdraw(record, Ended::after_steps);
  const auto starts = record.update.starts;
  const auto at = roll(2) == 0 ? std::string(kNow) : sql(starts + std::chrono::seconds(1));
  if (rule == kUpdate.name) {
    update_account(record, Ended::after_steps, at);
  } else {
    call_client(record, Ended::after_steps, at);
  }
}

std::map<std::string, std::string> ChaosRecords::expected() const {
  std::map<std::string, std::string> lines;
  for (const auto& [id, record] : records_) {
    lines[promise(kUpdate, id)] = verdict(kUpdate, record.update);
    lines[promise(kCall, id)] = verdict(kCall, record.call);
  }
  return lines;
}

std::map<std::string, std::string> ChaosRecords::found() {
  std::map<std::string, ChaosFinding> findings;
  std::map<std::string, std::string> promises;
  for (const auto& row : database_.rows("select id, rule || ' ' || key, state, recorded_late, "
                                        "steward.micros(due) from steward.commitment")) {
    auto& finding = findings[row[0]];
    promises[row[0]] = row[1];
    finding.state = row[2];
    finding.recorded_late = row[3] == "t";
    finding.due = instant(row[4]);
  }
  for (const auto& row :
       database_.rows("select commitment, step, kind, steward.micros(at) from steward.outcome "
                      "order by commitment, step collate \"C\"")) {
    findings[row[0]].steps.push_back({row[1], row[2], instant(row[3])});
  }
  for (const auto& row :
       database_.rows("select commitment, kind from steward.ledger order by id")) {
    findings[row[0]].entries.push_back(row[1]);
  }
  std::map<std::string, std::string> lines;
  for (const auto& [id, name] : promises) {
    // A second promise of one record would show as a line that nobody expects.
    auto& line = lines[name];
    if (!line.empty()) line += "; and again ";
    line += to_line(findings.at(id));
  }
  return lines;
}

}  // namespace steward::test
