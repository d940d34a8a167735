// SPDX-License-Identifier: MIT
// One transaction's work on commitments: brings them in line with the record, lets what is due
// act, and writes everything at the end. Tracker, firing and activation all work through it.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/asked.hpp"
#include "engine/care.hpp"
#include "steward/engine/store.hpp"

namespace steward::engine {

/// What cannot be judged: one bad record never stops the others.
struct Complaint {
  std::string rule;
  std::string key;     ///< of the subject
  std::string about;   ///< "service_deliveries 42", "7K2"
  std::string reason;  ///< "cannot be judged: …"
};
using Complain = std::function<void(const Complaint&)>;

/// When the records changed that lead to subjects, by rule and key.
using ChangedAt = std::map<std::pair<std::string, std::string>, Instant>;

class Judging {
 public:
  /// `now` is when everything is noticed and decided.
  Judging(Transaction& transaction, const model::RuleSet& set, Instant now, Complain complain);

  /// What is reconciled from now on is so because records changed then.
  void changed(ChangedAt changed) { changed_ = std::move(changed); }
  /// Re-evaluates the rule on subjects that are locked.
  void reconcile(const model::Rule& rule, const std::vector<std::string>& keys);
  /// Opens the promises of a recurrence of the rule's schedule on subjects that are locked.
  void open(const model::Rule& rule, const std::vector<std::string>& keys, Instant occurrence);
  /// Cancels the live commitments of a rule that is gone, on subjects that are locked.
  void withdraw(const std::string& rule, const std::string& entity,
                const std::vector<std::string>& keys);
  /// Re-evaluates commitments that are due, their subjects locked, then lets the due steps and
  /// escalation levels of those that still are act.
  void look_and_fire(const std::vector<model::Commitment>& due);
  /// Writes what was decided. Call once, last. With care, what records say that cannot be read is
  /// left out: a breach is entered for all that.
  void write(Care care);

  /// How late the latest was of what was due and acted.
  [[nodiscard]] Microseconds lag() const { return lag_; }
  /// The subject's key of each promise that is not as it was. Before `write`.
  [[nodiscard]] std::vector<std::string> touched() const;
  /// Transitions and outcomes that were decided.
  [[nodiscard]] std::size_t decided() const { return history_.size() + outcomes_.size(); }

 private:
  /// A commitment with all that hangs on it, as it stands in this transaction.
  struct Case {
    model::Commitment commitment;
    std::vector<model::Step> steps;
    std::set<std::string> done;
    std::set<std::string> acted;
    std::vector<model::Escalation> escalations;
    Answers answers;  ///< of its record, for its steps
  };
  using Records = std::map<std::string, model::Evaluation>;
  /// Which steps a promise had.
  struct Origin {
    std::string revision;
    int step_row = 0;
  };

  [[nodiscard]] model::Judge judge(const model::Rule& rule) const;
  [[nodiscard]] const calendar::Calendar& calendar(const std::string& name) const;
  /// The one that the promise was given.
  [[nodiscard]] const calendar::Calendar& calendar_of(const model::Commitment& commitment,
                                                      const model::Rule& rule) const;
  [[nodiscard]] const std::vector<model::Step>& steps_of(const std::string& rule,
                                                         const std::string& revision);
  [[nodiscard]] bool follows_edit(const model::Commitment& commitment) const;
  [[nodiscard]] Records evaluate(const model::Rule& rule, const std::vector<std::string>& keys);
  /// `latest`: of each key that has one the live commitment, else the last that was opened.
  void reconcile(const model::Rule& rule, const std::vector<std::string>& keys,
                 const std::vector<model::Commitment>& latest);
  void reconcile_occurrences(const model::Rule& rule, const std::vector<std::string>& keys);
  /// Cancels what is live of a schedule that the rule has no more.
  void end_occurrences(const model::Rule& rule, const std::vector<std::string>& keys);
  /// The transitions of one promise; none, and a complaint, when it cannot be judged.
  [[nodiscard]] std::vector<model::Transition> judged(const model::Judge& judge,
                                                      const std::optional<model::Commitment>& known,
                                                      const std::string& key,
                                                      const model::Evaluation* record);
  void choose_steps(const model::Rule& rule,
                    std::vector<std::vector<model::Transition>>& transitions);
  void apply(const model::Rule& rule, std::vector<std::vector<model::Transition>> transitions);
  void give_ids(std::vector<std::vector<model::Transition>>& transitions);
  void record(const model::Rule& rule, model::Transition transition, model::Commitment& current);
  void take_steps_over(const model::Commitment& commitment, const model::Rule& rule,
                       bool unbreached);
  std::vector<Case> cases(const std::vector<model::Commitment>& commitments);
  void settle(const model::Rule& rule, Case& open_case);
  void close_steps(Case& closed, const model::Rule& rule);
  [[nodiscard]] bool has_level_to_come(const model::Escalation& escalation) const;
  void all_clear(const Case& closed, const model::Rule& rule);
  void add_all_clear(const model::Commitment& commitment, const model::Rule& rule);
  void schedule(Case& open_case, const model::Rule& rule);

  void fire(const std::vector<model::Commitment>& claimed);
  void ask_for_steps(std::vector<Case>& open_cases);
  void fire(Case& open_case, const model::Rule& rule);
  void act(Case& open_case, const model::Rule& rule, const model::Outcome& outcome);
  void breach(model::Commitment& commitment, const model::Rule& rule);
  [[nodiscard]] bool has_breach(const model::Commitment& commitment) const;
  void number_breaches();
  void notify(const Case& open_case, const model::Rule& rule, const model::Step& step,
              const model::Outcome& outcome);
  [[nodiscard]] static const std::string& template_of(const model::Step& step,
                                                      const Answers& answers);
  void act_levels(Case& open_case, const model::Rule& rule);
  void act_level(Case& open_case, const model::Rule& rule, const model::Chain& chain,
                 model::Escalation& escalation);
  void enter(const model::Commitment& commitment, const model::Rule& rule, model::EntryKind kind,
             Instant at, const std::string& detail);
  [[nodiscard]] std::string reason_of_edit(const std::string& rule);
  [[nodiscard]] const std::string& doubt_of_clock();
  void add_facts(Care care);
  void add_facts_with_care(const model::Rule& rule, const std::vector<FactsOf>& promises);
  void save(const Case& done);

  Transaction& transaction_;
  const model::RuleSet& set_;
  const Instant now_;
  /// When the records were read, which may tell of what happened after `now_`. What acts goes by
  /// `now_` all the same: all that was entered before that has been seen, and no more is certain.
  Instant looked_at_;
  Microseconds lag_{0};
  Complain complain_;
  std::optional<std::string> reason_;  ///< that a person gave for the set in force
  std::optional<std::string> doubt_;   ///< of the server's clock
  std::map<std::string, Activation> activations_;
  std::map<std::string, std::vector<model::Step>> steps_;
  std::map<std::int64_t, Origin> origins_;                  ///< of commitments, as they were stored
  std::set<std::int64_t> opened_;                           ///< commitments that are not stored yet
  std::set<std::pair<std::string, std::string>> unjudged_;  ///< rule and key: nothing of it acts

  std::map<std::int64_t, int> unnumbered_;  ///< new breaches by commitment: the year of their due

  std::map<std::int64_t, model::Commitment> commitments_;
  std::vector<model::Transition> history_;
  ChangedAt changed_;
  std::vector<model::Outcome> outcomes_;
  std::map<std::pair<std::int64_t, std::string>, model::Escalation> escalations_;
  std::vector<model::Notice> notices_;
  std::vector<model::Entry> entries_;
  std::map<const model::Rule*, std::map<std::int64_t, FactsOf>> facts_;  ///< of the entries
};

}  // namespace steward::engine
