// SPDX-License-Identifier: MIT
// The engine's transaction on one session. Each noun's statements stand in a file of their own.
#pragma once

#include <string_view>
#include <unordered_set>
#include <vector>

#include "steward/engine/store.hpp"
#include "steward/store/postgres_store.hpp"
#include "store/load_book.hpp"
#include "store/session.hpp"

namespace steward::store {

/// What a transaction is begun for.
enum class Access {
  changing,
  observing,  ///< read only, on one snapshot
};

class PostgresTransaction final : public engine::Transaction {
 public:
  explicit PostgresTransaction(Session& session, Access access = Access::changing,
                               Time time = Time::as_given)
      : session_(session), access_(access), time_(time) {}

  // server_clock.cpp
  Instant by_now(Instant now) override;
  void flush() override { session_.flush(); }

  // rule_set_statements.cpp
  void expect_rule_set() override;
  std::string rule_set_in_force() override;
  void lock_rule_sets() override;
  void add_rule_set(const model::RuleSet& set, Instant now, const std::string& by) override;
  std::string calendars_in_force() override;
  std::string model_in_force() override;
  void rename_rule(const std::string& was, const std::string& name) override;
  engine::LoadBook& load_book() override { return load_book_; }
  void expect_activations() override;
  std::vector<engine::Activation> activations() override;
  void save(const engine::Activation& activation) override;
  std::optional<engine::Activation> claim_activation(Instant now) override;
  void look_at_all_again(const std::string& rule) override;
  std::vector<std::string> look_again(const std::vector<std::string>& rules,
                                      const std::string& reason,
                                      std::optional<Instant> unless_since) override;
  bool changes_wait() override;
  std::vector<engine::Change> waiting_changes(std::size_t limit) override;
  std::vector<std::string> touched(const std::string& rule,
                                   const std::vector<std::string>& keys) override;
  void request_resync(const std::string& entity, const std::string& reason) override;
  std::vector<std::string> take_resyncs() override;
  std::vector<model::Step> steps_of(const std::string& revision) override;

  // quarantine_statements.cpp
  Result<> attempt(const std::function<void()>& work) override;
  void expect_quarantined(std::size_t subjects) override;
  std::vector<engine::Quarantined> quarantined(std::size_t subjects) override;
  std::vector<engine::Quarantined> quarantined(const std::string& rule,
                                               const std::vector<std::string>& keys) override;
  void save(const engine::Quarantined& quarantined) override;
  void release(const engine::Quarantined& quarantined, Instant now) override;
  int remembered_failures(const std::string& rule, engine::Work work, Instant since) override;
  std::vector<engine::Quarantined> claim_quarantined(Instant now, std::size_t limit) override;
  void retry_quarantined(const std::vector<std::string>& rules, Instant now) override;
  bool sees_updates(const std::string& schema, const std::string& table) override;
  std::size_t forget_idle_quarantines(Instant now) override;
  void postpone(const std::vector<std::int64_t>& commitments, Instant until) override;
  std::vector<std::string> missing(const std::vector<engine::Column>& columns) override;

  // schedule_statements.cpp
  std::vector<engine::Recurring> recurring() override;
  void save(const engine::Recurring& recurring) override;
  void remove_recurring(const std::string& rule) override;
  std::optional<engine::Recurring> claim_recurring(Instant now) override;

  // record_statements.cpp
  std::vector<engine::Change> take_changes(std::size_t limit) override;
  std::vector<std::string> affected(const model::Query& query,
                                    const std::vector<std::string>& values,
                                    std::size_t limit) override;
  void touch(const std::string& rule, const model::Query& query,
             const std::vector<std::string>& values) override;
  std::map<std::string, std::vector<std::string>> take_touched(std::size_t limit) override;
  std::vector<std::string> page(const model::Query& query, const std::optional<std::string>& after,
                                std::size_t limit) override;
  std::vector<model::Evaluation> evaluate(const model::Query& query,
                                          const std::vector<std::string>& keys) override;
  std::map<std::string, std::string> facts(const model::Query& query,
                                           const std::vector<std::string>& keys) override;
  model::Roster roster(const model::PeopleQueries& queries) override;
  std::map<std::string, std::string> client_names(const model::PeopleQueries& queries,
                                                  const std::vector<std::string>& keys) override;
  void announce_opening() override;
  void await_openings() override;
  std::vector<std::string> promises_to(const std::string& rule,
                                       const std::vector<engine::Evidence>& evidence,
                                       std::size_t limit) override;
  void touch_promises_to(const std::string& rule,
                         const std::vector<engine::Evidence>& evidence) override;
  void lock(std::vector<engine::Subject> subjects) override;

  // commitment_statements.cpp
  std::vector<model::Commitment> latest(const std::string& rule,
                                        const std::vector<std::string>& keys) override;
  std::set<std::string> promised(const std::string& rule, const std::vector<std::string>& keys,
                                 Instant occurrence) override;
  std::vector<model::Commitment> occurrences(const std::string& rule,
                                             const std::vector<std::string>& keys) override;
  std::vector<model::Commitment> claim_due(Instant now, std::size_t limit) override;
  std::vector<std::string> live_keys(const std::string& rule,
                                     const std::optional<std::string>& after,
                                     std::size_t limit) override;
  std::vector<std::int64_t> new_commitment_ids(std::size_t count, Instant now) override;
  std::int64_t next_breach_numbers(int year, std::size_t count) override;
  void save(const std::vector<model::Commitment>& commitments) override;
  void add_history(const std::vector<model::Transition>& transitions, Instant now) override;
  std::optional<model::Commitment> find(const std::string& reference) override;

  // step_statements.cpp
  void expect_steps(const std::vector<std::int64_t>& commitments) override;
  std::vector<model::Outcome> outcomes(const std::vector<std::int64_t>& commitments) override;
  void add(const std::vector<model::Outcome>& outcomes) override;
  void reopen_steps(const std::vector<std::int64_t>& commitments, Instant now) override;
  void rename_steps(std::int64_t commitment, const std::map<std::string, std::string>& names,
                    Instant now) override;
  std::vector<model::Escalation> escalations(const std::vector<std::int64_t>& commitments) override;
  std::vector<model::Escalation> ended_escalations(
      const std::vector<std::int64_t>& commitments) override;
  void save(const std::vector<model::Escalation>& escalations) override;
  void add(const std::vector<model::Entry>& entries) override;
  void add_facts(const model::Query& grounds,
                 const std::vector<engine::FactsOf>& promises) override;
  void add_answer(std::int64_t commitment, const std::string& person, Instant now) override;

  // clock_statements.cpp
  void expect_clock_jump(Instant now) override;
  std::optional<ClockJump> last_clock_jump(Instant now) override;

  // message_statements.cpp
  void add(const std::vector<model::Notice>& notices) override;
  std::vector<model::Notice> claim_notices(std::size_t limit) override;
  std::vector<model::Notice> claim_first_day(Instant now, Instant patience,
                                             std::size_t limit) override;
  void resolved(const std::vector<model::Notice>& notices, Instant now) override;
  engine::Background background(std::int64_t commitment, const std::string& step) override;
  std::int64_t add(const model::OutgoingMessage& message, bool withheld) override;
  void add(const std::vector<model::Task>& tasks, Instant now) override;
  std::vector<engine::Claimed> claim_messages(Instant now, Instant lease_until,
                                              const std::string& daemon,
                                              std::size_t limit) override;
  void record(const std::vector<engine::Delivery>& deliveries, const std::string& daemon,
              Instant now) override;
  std::vector<model::Notice> failed_notices(const std::vector<std::int64_t>& messages) override;

 private:
  void hold_rule_sets();

  Session& session_;
  PostgresLoadBook load_book_{session_};
  Access access_;
  bool holds_rule_sets_ = false;
  std::unordered_set<std::int64_t> new_ids_;  ///< of commitments that are not stored yet
  const Time time_;
};

/// A row of `steward.commitment`.
[[nodiscard]] model::Commitment commitment_from(const Row& row);
/// Throws `StatementFailed` when there is none.
[[nodiscard]] model::Commitment commitment_by_id(Session& session, std::int64_t id);

/// Every statement of a noun's file, for the test that prepares each against the schema.
[[nodiscard]] std::vector<std::string_view> rule_set_statements();
[[nodiscard]] std::vector<std::string_view> quarantine_statements();
[[nodiscard]] std::vector<std::string_view> schedule_statements();
[[nodiscard]] std::vector<std::string_view> record_statements();
[[nodiscard]] std::vector<std::string_view> glance_statements();
[[nodiscard]] std::vector<std::string_view> commitment_statements();
[[nodiscard]] std::vector<std::string_view> step_statements();
[[nodiscard]] std::vector<std::string_view> message_statements();
[[nodiscard]] std::vector<std::string_view> daemon_statements();
[[nodiscard]] std::vector<std::string_view> gauge_statements();
[[nodiscard]] std::vector<std::string_view> clock_statements();
[[nodiscard]] std::vector<std::string_view> retention_statements();

}  // namespace steward::store
