// SPDX-License-Identifier: MIT
// Keeps one rule or subject that cannot be judged from holding up the others.
//
// What fails with care is set aside.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/care.hpp"
#include "steward/engine/quarantine.hpp"
#include "steward/engine/store.hpp"

namespace steward::engine {

/// Whether a rule or a record may be why it failed, rather than the database or another daemon.
[[nodiscard]] bool may_be_a_rules(const Error& error);

/// Does the work in a transaction, and where it fails for what may be a rule's reason does it again
/// with care, in another. What was done to its end fails for no rule: only its commit is in doubt.
/// Where a rule takes too long, it is set aside, and false is answered: the rest is left for the
/// next time, for several such rules one after the other would take longer than anybody waits for
/// one piece of work. An attempt at such a rule ends the work by an exception.
[[nodiscard]] Result<bool> with_care(Store& store, const model::RuleSet& set,
                                     const std::function<Result<>(Transaction&, Care)>& work);

class Quarantine {
 public:
  using Keys = std::vector<std::string>;

  /// So many of the subjects that are set aside are known from the start. Where there are more,
  /// they are asked for as they come up.
  static constexpr std::size_t kKnown = 1'000;

  /// `work` is what is about to be done.
  Quarantine(Transaction& transaction, const model::RuleSet& set, Instant now, Work work);

  /// Until when a rule or one of its subjects is not looked at; none: it is.
  [[nodiscard]] std::optional<Instant> holds(const std::string& rule) const;
  /// Of a subject that is known.
  [[nodiscard]] std::optional<Instant> holds(const std::string& rule, const std::string& key) const;

  /// Asks how it is with these subjects, all at once: they are about to come up.
  void know(const std::string& rule, const Keys& keys);

  /// Does a rule's work on keys. With care, what fails is undone and set aside: the subject that
  /// cannot be judged, or the rule where it is the rule's own. Answers false when it is the rule's.
  bool attempt(Care care, const std::string& rule, const Keys& keys,
               const std::function<void(const Keys&)>& work);
  /// Likewise for work of the whole rule.
  bool attempt(Care care, const std::string& rule, const std::function<void()>& work);

  /// The promises of this recurrence of a rule's schedule are about to be opened: what is set aside
  /// from now on has missed it.
  void about_to_open(Instant recurrence) { recurrence_ = recurrence; }
  /// Those of the subjects that a recurrence could not be promised to, by the first of them.
  [[nodiscard]] std::map<Instant, Keys> unpromised(const std::string& rule, const Keys& keys) const;
  /// They were promised all that they had missed, unless they were set aside again.
  void caught_up(const std::string& rule, const Keys& keys);

  /// Sets one subject aside that was found not to be judgeable.
  void put(const std::string& rule, const std::string& key, const std::string& reason);
  /// It cannot be tried yet, for its rule is set aside.
  void put_off(const std::string& rule, const std::string& key);
  /// They were judged: those that were set aside and not again just now are so no more, and what
  /// waited for them is looked at now. One that missed a recurrence is tried at once. A rule is the
  /// key "".
  void release_judged(const std::string& rule, const Keys& keys);
  /// What was set aside and is to be tried now, of its rule: subjects alone, locked.
  [[nodiscard]] std::map<std::string, Keys> take_due(std::size_t limit);

 private:
  void put_rule(const std::string& rule, const Error& error);
  [[nodiscard]] Quarantined failed(const std::string& rule, const std::string& key,
                                   const std::string& reason);
  [[nodiscard]] std::string reason_of(const std::string& rule, const Error& error) const;
  void look_where_unseen(const std::string& rule) const;

  using Name = std::pair<std::string, std::string>;  ///< rule, key
  using Known = std::map<Name, Quarantined>;
  [[nodiscard]] Known& side(Work work) { return work == Work::judging ? judging_ : firing_; }
  [[nodiscard]] Known& own() { return side(work_); }
  void remember(std::vector<Quarantined> some);
  [[nodiscard]] std::optional<Instant> holds(const Known& known, const std::string& rule,
                                             const std::string& key) const;

  Transaction& transaction_;
  const model::RuleSet& set_;
  Instant now_;
  Work work_;
  Known judging_;
  Known firing_;
  std::optional<Instant> recurrence_;
  std::set<Name> put_now_;
  std::set<Name> caught_up_;
  bool knows_all_ = true;
  std::set<Name> asked_for_;
};

}  // namespace steward::engine
