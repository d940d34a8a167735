// SPDX-License-Identifier: MIT
// What the engine would write, held in memory: a set is put in force in it, and one page of one
// rule's promises at a time is judged and lets its steps act.
//
// Memory is that of a page: `turn_page` forgets the last one.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/dry_transaction.hpp"

namespace steward::engine {

class Rehearsal final : public DryTransaction {
 public:
  explicit Rehearsal(Transaction& observed);

  // The set.
  std::string rule_set_in_force() override { return in_force_; }
  void add_rule_set(const model::RuleSet& set, Instant now, const std::string& by) override;
  /// What is stored of the rule is found by the name that it had.
  void rename_rule(const std::string& was, const std::string& name) override;
  /// While a page is open, that of its rule alone.
  std::vector<Activation> activations() override;
  void save(const Activation& activation) override;
  std::vector<model::Step> steps_of(const std::string& revision) override;
  /// Of the rules that were made to look at old records, by name.
  [[nodiscard]] const std::map<std::string, Activation>& begun() const { return begun_; }

  // A page.
  /// Forgets the page before. `rule` is the one that judges; null when it is gone. `promises_only`:
  /// the records are not looked at first.
  void turn_page(const std::string& name, const model::Rule* rule, bool promises_only = false);
  /// What is stored of this record is not what it would be: of the page's rule.
  void suppose(const model::Evaluation& record);
  /// Takes over promises as they are stored.
  void take(const std::vector<model::Commitment>& commitments);
  /// Reads in one go what hangs on the promises that something happens to until then.
  void prepare(Instant until);
  /// The promises of the page as they are stored, by id: live ones, and each subject's last.
  [[nodiscard]] const std::map<std::int64_t, model::Commitment>& stored() const { return stored_; }
  /// As they are now, with those that were opened.
  [[nodiscard]] const std::map<std::int64_t, model::Commitment>& commitments() const {
    return commitments_;
  }
  /// What the rule says of the subjects of the page that it was asked about, by key.
  [[nodiscard]] const std::map<std::string, model::Evaluation>& records() const { return records_; }
  /// The notices since the last call.
  [[nodiscard]] std::vector<model::Notice> take_notices();
  /// When something is next due of the page; none: nothing is.
  [[nodiscard]] std::optional<Instant> earliest_due() const;
  /// Lets go of what is still due at `now`: it cannot act.
  void give_up(Instant now);

  // What the engine calls for a page.
  std::vector<model::Evaluation> evaluate(const model::Query& query,
                                          const std::vector<std::string>& keys) override;
  std::vector<model::Commitment> latest(const std::string& rule,
                                        const std::vector<std::string>& keys) override;
  /// What the rule asks of its records, as it does at every step: each is asked once a page.
  std::map<std::string, std::string> facts(const model::Query& query,
                                           const std::vector<std::string>& keys) override;
  /// After the records, those whose record is gone: the others were judged with their records, and
  /// each page is judged by what is stored, not by what the rehearsal decided before.
  std::vector<std::string> live_keys(const std::string& rule,
                                     const std::optional<std::string>& after,
                                     std::size_t limit) override;
  std::vector<model::Commitment> claim_due(Instant now, std::size_t limit) override;
  void save(const std::vector<model::Commitment>& commitments) override;
  std::vector<model::Outcome> outcomes(const std::vector<std::int64_t>& commitments) override;
  void add(const std::vector<model::Outcome>& outcomes) override;
  void reopen_steps(const std::vector<std::int64_t>& commitments, Instant now) override;
  std::vector<model::Escalation> escalations(const std::vector<std::int64_t>& commitments) override;
  void save(const std::vector<model::Escalation>& escalations) override;
  void add(const std::vector<model::Notice>& notices) override;
  std::set<std::string> promised(const std::string& rule, const std::vector<std::string>& keys,
                                 Instant occurrence) override;
  std::vector<model::Commitment> occurrences(const std::string& rule,
                                             const std::vector<std::string>& keys) override;
  void rename_steps(std::int64_t commitment, const std::map<std::string, std::string>& names,
                    Instant now) override;
  using DryTransaction::add;
  using DryTransaction::save;

 private:
  /// What hangs on one promise.
  struct Hanging {
    std::vector<model::Outcome> outcomes;
    std::vector<model::Escalation> escalations;
  };

  /// The name by which a rule's promises are stored.
  [[nodiscard]] std::string stored_name(const std::string& rule) const;
  void hold(const model::Commitment& commitment);
  /// The live promise on a subject, else its last; null for none in memory.
  [[nodiscard]] const model::Commitment* held(const std::string& key) const;
  void read_what_hangs(const std::vector<std::int64_t>& commitments);
  Hanging& hanging(std::int64_t commitment) { return hanging_[commitment]; }

  std::string in_force_;
  std::map<std::string, std::string> names_before_;  ///< of renamed rules
  std::map<std::string, Activation> activations_;
  std::map<std::string, Activation> begun_;
  std::map<std::string, std::vector<model::Step>> steps_;

  std::string rule_name_;
  const model::Rule* rule_ = nullptr;
  bool promises_only_ = false;
  std::map<std::int64_t, model::Commitment> stored_;
  std::map<std::int64_t, model::Commitment> commitments_;
  std::map<std::string, std::set<std::int64_t>, std::less<>> ids_;  ///< of promises, by key
  std::set<std::pair<Instant, std::int64_t>> agenda_;               ///< `next_at` of the live ones
  std::map<std::int64_t, Hanging> hanging_;
  std::map<std::string, model::Evaluation> records_;
  std::set<std::string> asked_;                 ///< keys that `records_` answers for
  std::map<std::string, std::string> answers_;  ///< to `Rule::asked`, by key; "" for no record
  std::vector<model::Notice> notices_;
};

/// The port for what takes a store rather than a transaction: every transaction is the rehearsal.
class RehearsalStore final : public Store {
 public:
  explicit RehearsalStore(Rehearsal& rehearsal) : rehearsal_(rehearsal) {}
  [[nodiscard]] Result<> transact(const std::function<Result<>(Transaction&)>& work) override {
    return work(rehearsal_);
  }
  [[nodiscard]] Result<> observe(const std::function<Result<>(Transaction&)>& work) override {
    return work(rehearsal_);
  }

 private:
  Rehearsal& rehearsal_;
};

}  // namespace steward::engine
