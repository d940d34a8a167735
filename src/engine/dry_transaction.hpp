// SPDX-License-Identifier: MIT
// A transaction for what is only thought through: reads go to another, writes and locks go nowhere,
// and nothing waits to be claimed. What a rehearsal has to remember it overrides.
#pragma once

#include "steward/engine/store.hpp"

namespace steward::engine {

class DryTransaction : public Transaction {
 public:
  /// `observed` is only read from.
  explicit DryTransaction(Transaction& observed) : observed_(observed) {}

  Instant by_now(Instant now) override { return now; }
  void flush() override {}
  void expect_rule_set() override {}
  void expect_quarantined(std::size_t) override {}
  void expect_activations() override {}
  void expect_steps(const std::vector<std::int64_t>&) override {}
  void expect_clock_jump(Instant) override {}
  std::string rule_set_in_force() override { return observed_.rule_set_in_force(); }
  void lock_rule_sets() override {}
  void add_rule_set(const model::RuleSet&, Instant, const std::string&) override {}
  std::string calendars_in_force() override { return observed_.calendars_in_force(); }
  std::string model_in_force() override { return observed_.model_in_force(); }
  void rename_rule(const std::string&, const std::string&) override {}
  /// To be read alone.
  LoadBook& load_book() override { return observed_.load_book(); }
  std::vector<Activation> activations() override { return observed_.activations(); }
  void save(const Activation&) override {}
  std::optional<Activation> claim_activation(Instant) override { return std::nullopt; }
  void request_resync(const std::string&, const std::string&) override {}
  std::vector<std::string> take_resyncs() override { return {}; }
  std::vector<model::Step> steps_of(const std::string& revision) override {
    return observed_.steps_of(revision);
  }

  Result<> attempt(const std::function<void()>& work) override {
    work();
    return {};
  }
  void look_at_all_again(const std::string&) override {}
  std::vector<std::string> look_again(const std::vector<std::string>&, const std::string&,
                                      std::optional<Instant>) override {
    return {};
  }
  std::vector<Change> waiting_changes(std::size_t) override { return {}; }
  std::vector<std::string> touched(const std::string&, const std::vector<std::string>&) override {
    return {};
  }
  bool changes_wait() override { return observed_.changes_wait(); }
  std::vector<Quarantined> quarantined(std::size_t) override { return {}; }
  std::vector<Quarantined> quarantined(const std::string&,
                                       const std::vector<std::string>&) override {
    return {};
  }
  void save(const Quarantined&) override {}
  void release(const Quarantined&, Instant) override {}
  int remembered_failures(const std::string&, Work, Instant) override { return 0; }
  std::vector<Quarantined> claim_quarantined(Instant, std::size_t) override { return {}; }
  void retry_quarantined(const std::vector<std::string>&, Instant) override {}
  bool sees_updates(const std::string&, const std::string&) override { return true; }
  std::size_t forget_idle_quarantines(Instant) override { return 0; }
  void postpone(const std::vector<std::int64_t>&, Instant) override {}
  std::vector<std::string> missing(const std::vector<Column>& columns) override {
    return observed_.missing(columns);
  }

  std::vector<Recurring> recurring() override { return observed_.recurring(); }
  void save(const Recurring&) override {}
  void remove_recurring(const std::string&) override {}
  std::optional<Recurring> claim_recurring(Instant) override { return std::nullopt; }

  std::vector<Change> take_changes(std::size_t) override { return {}; }
  std::vector<std::string> affected(const model::Query& query,
                                    const std::vector<std::string>& values,
                                    std::size_t limit) override {
    return observed_.affected(query, values, limit);
  }
  std::vector<std::string> page(const model::Query& query, const std::optional<std::string>& after,
                                std::size_t limit) override {
    return observed_.page(query, after, limit);
  }
  std::vector<model::Evaluation> evaluate(const model::Query& query,
                                          const std::vector<std::string>& keys) override {
    return observed_.evaluate(query, keys);
  }
  std::map<std::string, std::string> facts(const model::Query& query,
                                           const std::vector<std::string>& keys) override {
    return observed_.facts(query, keys);
  }
  model::Roster roster(const model::PeopleQueries& queries) override {
    return observed_.roster(queries);
  }
  std::map<std::string, std::string> client_names(const model::PeopleQueries& queries,
                                                  const std::vector<std::string>& keys) override {
    return observed_.client_names(queries, keys);
  }
  void touch(const std::string&, const model::Query&, const std::vector<std::string>&) override {}
  std::map<std::string, std::vector<std::string>> take_touched(std::size_t) override { return {}; }
  void announce_opening() override {}
  void await_openings() override {}
  std::vector<std::string> promises_to(const std::string& rule,
                                       const std::vector<Evidence>& evidence,
                                       std::size_t limit) override {
    return observed_.promises_to(rule, evidence, limit);
  }
  void touch_promises_to(const std::string&, const std::vector<Evidence>&) override {}
  void lock(std::vector<Subject>) override {}
  std::vector<model::Commitment> claim_due(Instant, std::size_t) override { return {}; }

  std::vector<model::Commitment> latest(const std::string& rule,
                                        const std::vector<std::string>& keys) override {
    return observed_.latest(rule, keys);
  }
  std::set<std::string> promised(const std::string& rule, const std::vector<std::string>& keys,
                                 Instant occurrence) override {
    return observed_.promised(rule, keys, occurrence);
  }
  std::vector<model::Commitment> occurrences(const std::string& rule,
                                             const std::vector<std::string>& keys) override {
    return observed_.occurrences(rule, keys);
  }
  std::vector<std::string> live_keys(const std::string& rule,
                                     const std::optional<std::string>& after,
                                     std::size_t limit) override {
    return observed_.live_keys(rule, after, limit);
  }
  /// Of a range that no database reaches.
  std::vector<std::int64_t> new_commitment_ids(std::size_t count, Instant now) override;
  std::int64_t next_breach_numbers(int, std::size_t count) override {
    const auto first = last_breach_ + 1;
    last_breach_ += static_cast<std::int64_t>(count);
    return first;
  }
  void save(const std::vector<model::Commitment>&) override {}
  void add_history(const std::vector<model::Transition>&, Instant) override {}
  std::vector<model::Outcome> outcomes(const std::vector<std::int64_t>& commitments) override {
    return observed_.outcomes(commitments);
  }
  void add(const std::vector<model::Outcome>&) override {}
  void reopen_steps(const std::vector<std::int64_t>&, Instant) override {}
  void rename_steps(std::int64_t, const std::map<std::string, std::string>&, Instant) override {}
  std::vector<model::Escalation> escalations(
      const std::vector<std::int64_t>& commitments) override {
    return observed_.escalations(commitments);
  }
  std::vector<model::Escalation> ended_escalations(
      const std::vector<std::int64_t>& commitments) override {
    return observed_.ended_escalations(commitments);
  }
  void save(const std::vector<model::Escalation>&) override {}
  void add(const std::vector<model::Entry>&) override {}
  void add_facts(const model::Query&, const std::vector<FactsOf>&) override {}
  std::optional<ClockJump> last_clock_jump(Instant now) override {
    return observed_.last_clock_jump(now);
  }

  void add(const std::vector<model::Notice>&) override {}
  std::vector<model::Notice> claim_notices(std::size_t) override { return {}; }
  std::vector<model::Notice> claim_first_day(Instant, Instant, std::size_t) override { return {}; }
  void resolved(const std::vector<model::Notice>&, Instant) override {}
  Background background(std::int64_t commitment, const std::string& step) override {
    return observed_.background(commitment, step);
  }
  std::int64_t add(const model::OutgoingMessage&, bool) override { return 0; }
  void add(const std::vector<model::Task>&, Instant) override {}
  std::vector<Claimed> claim_messages(Instant, Instant, const std::string&, std::size_t) override {
    return {};
  }
  void record(const std::vector<Delivery>&, const std::string&, Instant) override {}
  std::vector<model::Notice> failed_notices(const std::vector<std::int64_t>&) override {
    return {};
  }

  std::optional<model::Commitment> find(const std::string& reference) override {
    return observed_.find(reference);
  }
  void add_answer(std::int64_t, const std::string&, Instant) override {}

  /// Whether `new_commitment_ids` of a rehearsal gave this id.
  [[nodiscard]] static bool is_made_up(std::int64_t id) { return id > kFirstId; }

 protected:
  Transaction& observed_;

 private:
  /// In the last month that there is, with numbers that make long references.
  static constexpr std::int64_t kFirstId = (std::int64_t{8191} << 40) | (std::int64_t{1} << 39);
  std::int64_t last_id_ = kFirstId;
  std::int64_t last_breach_ = 0;
};

inline std::vector<std::int64_t> DryTransaction::new_commitment_ids(std::size_t count,
                                                                    Instant /*now*/) {
  std::vector<std::int64_t> ids;
  for (std::size_t i = 0; i < count; ++i) ids.push_back(++last_id_);
  return ids;
}

}  // namespace steward::engine
