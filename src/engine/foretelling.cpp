// SPDX-License-Identifier: MIT
#include "engine/foretelling.hpp"

#include <algorithm>
#include <set>

#include "engine/addressing.hpp"
#include "engine/commitment_steps.hpp"
#include "engine/exclusion.hpp"
#include "engine/judging.hpp"
#include "engine/rehearsal.hpp"

namespace steward::engine {
namespace {

/// What comes due again at the same instant: a promise that renews, an escalation without waiting.
constexpr int kMostRounds = 100;

/// Of rounds in which nothing happens: it is looked again for what has no instant.
constexpr int kMostIdle = 3;

void keep_quiet(const Complaint&) {}

class Foretelling {
 public:
  Foretelling(Transaction& observed, const model::RuleSet& set, const model::Rule& rule,
              const DispatchSettings& settings, Instant now)
      : set_(set),
        rule_(rule),
        settings_(settings),
        now_(now),
        rehearsal_(observed),
        roster_(observed.roster(set.people)) {
    rehearsal_.turn_page(rule.name, &rule);
  }

  Foretold run(const std::string& key) {
    // What is over already has been told by what was recorded.
    const auto known = rule_.schedule ? rehearsal_.occurrences(rule_.name, {key})
                                      : rehearsal_.latest(rule_.name, {key});
    for (const auto& commitment : known) note_done(commitment.id);
    Judging judging(rehearsal_, set_, now_, keep_quiet);
    judging.reconcile(rule_, {key});
    judging.write(Care::none);
    tell(now_);
    Instant last = Instant::min();
    int rounds = 0;
    for (auto next = rehearsal_.earliest_due(); next; next = rehearsal_.earliest_due()) {
      const auto at = std::max(now_, *next);
      rounds = at == last ? rounds + 1 : 1;
      last = at;
      foretold_.more = foretold_.ahead.size() >= kMostForetold;
      if (foretold_.more || rounds > kMostRounds || idle_ > kMostIdle) break;
      act(at);
    }
    if (foretold_.ahead.size() > kMostForetold) foretold_.ahead.resize(kMostForetold);
    return std::move(foretold_);
  }

 private:
  void act(Instant at) {
    const auto due = rehearsal_.claim_due(at, 1);
    Judging judging(rehearsal_, set_, at, keep_quiet);
    judging.look_and_fire(due);
    idle_ = judging.decided() == 0 ? idle_ + 1 : 0;
    judging.write(Care::none);
    tell(at);
  }

  void note_done(std::int64_t commitment) {
    for (const auto& outcome : rehearsal_.outcomes({commitment})) {
      done_.emplace(commitment, outcome.step);
    }
  }

  /// The outcomes that were added since, each with what it says.
  void tell(Instant at) {
    const auto notices = rehearsal_.take_notices();
    for (const auto& [id, commitment] : rehearsal_.commitments()) {
      for (const auto& outcome : rehearsal_.outcomes({id})) {
        if (!done_.emplace(id, outcome.step).second) continue;
        if (outcome.kind == model::OutcomeKind::closed) continue;
        add(commitment, outcome, at, notices);
      }
    }
  }

  void add(const model::Commitment& commitment, const model::Outcome& outcome, Instant at,
           const std::vector<model::Notice>& notices) {
    Expected expected;
    expected.at = at;
    expected.step = outcome.step;
    expected.outcome = outcome.kind;
    if (outcome.kind == model::OutcomeKind::acted) {
      describe(commitment, expected);
      for (const auto& notice : notices) {
        const bool own = notice.commitment == commitment.id && notice.step == outcome.step;
        if (own) address(commitment, notice, expected);
      }
    }
    foretold_.ahead.push_back(std::move(expected));
  }

  void describe(const model::Commitment& commitment, Expected& expected) {
    const auto steps = steps_of(rehearsal_, set_, commitment);
    const auto step = std::find_if(steps.begin(), steps.end(), [&](const model::Step& one) {
      return one.id == model::step_of(expected.step);
    });
    if (step != steps.end()) {
      expected.breach = step->breach;
      expected.begins = step->escalate;
    } else {
      // A rule without a breach step breaches all the same.
      expected.breach = expected.step == "due";
    }
    if (expected.breach) expected.purpose = model::Purpose::breach;
  }

  void address(const model::Commitment& commitment, const model::Notice& notice,
               Expected& expected) {
    expected.purpose = notice.purpose;
    expected.chain = notice.chain;
    expected.level = notice.level;
    expected.urgency = notice.urgency;
    expected.first_day = notice.first_day;
    Background background;
    background.commitment = commitment;
    background.steps = steps_of(rehearsal_, set_, commitment);
    exclude(background, rehearsal_, set_, roster_, notice, expected.at);
    for (const auto& [addressee, task] :
         engine::address(notice, background, set_, roster_, settings_, expected.at).all) {
      expected.messages.push_back({task.person_name, task.address, task.stands_in_for,
                                   addressee.role, addressee.on_duty, task.channel, task.reason});
    }
  }

  const model::RuleSet& set_;
  const model::Rule& rule_;
  const DispatchSettings& settings_;
  Instant now_;
  Rehearsal rehearsal_;
  model::Roster roster_;
  std::set<std::pair<std::int64_t, std::string>> done_;
  Foretold foretold_;
  int idle_ = 0;  ///< rounds in a row
};

}  // namespace

Foretold foretell(Transaction& observed, const model::RuleSet& set, const model::Rule& rule,
                  const std::string& key, const DispatchSettings& settings, Instant now) {
  if (rule.mode == model::Mode::off) return {};
  return Foretelling(observed, set, rule, settings, now).run(key);
}

}  // namespace steward::engine
