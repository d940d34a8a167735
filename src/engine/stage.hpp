// SPDX-License-Identifier: MIT
// One rule set at work in a rehearsal: what is due acts, and whoever would be told is noted.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/activation_page.hpp"
#include "engine/rehearsal.hpp"
#include "steward/engine/dispatcher.hpp"

namespace steward::engine {

/// A message that would go to one person on one channel.
struct Foreseen {
  std::string person;  ///< a staff key; "" for a fixed address
  std::string name;
  model::Channel channel = model::Channel::email;
  Instant at;
  /// It is one of those that a first day says in one message: of the same person, channel and
  /// instant, over all rules, they are one.
  bool first_day = false;
};

class Stage {
 public:
  Stage(Transaction& observed, const model::RuleSet& set, const DispatchSettings& delivery,
        Instant now, Complain complain);

  [[nodiscard]] const model::RuleSet& set() const { return set_; }
  [[nodiscard]] Rehearsal& rehearsal() { return rehearsal_; }
  [[nodiscard]] const Rehearsal& rehearsal() const { return rehearsal_; }

  /// Forgets the promises of the page before: as `Rehearsal::turn_page`.
  void turn_page(const std::string& name, const model::Rule* rule, bool promises_only = false);
  /// Lets the rule look at the subjects of a page.
  void look(const Activation& activation, const model::Rule* rule, const ActivationPage& page);
  /// Lets what comes due until then act, each at its own instant.
  void advance(Instant until);
  /// The same, and opens what the rule's schedule opens after now on these records.
  void advance(Instant until, const model::Rule* rule, const std::vector<std::string>& keys);
  /// The messages since the last call.
  [[nodiscard]] std::vector<Foreseen> take_messages();

 private:
  void suppose_review(const model::Rule& review);
  void tell(const std::vector<model::Notice>& notices, Instant at);
  void tell(const model::Notice& notice, Instant at);
  [[nodiscard]] Background background(const model::Notice& notice, Instant at);

  const model::RuleSet& set_;
  const DispatchSettings& delivery_;
  Instant now_;
  Complain complain_;
  Rehearsal rehearsal_;
  model::Roster roster_;
  std::vector<Foreseen> messages_;
  /// Who was told of a breach or by a chain, by promise: they get the all-clear.
  std::map<std::int64_t, std::set<std::string>> informed_;
};

}  // namespace steward::engine
