// SPDX-License-Identifier: MIT
// What putting a rule set in force would do, foreseen without writing anything.
//
// It is a rehearsal: the very code that puts a set in force, looks at the old records and lets
// steps act is run on a transaction whose writes go nowhere. So it assumes what that code cannot
// know: that no record changes and nobody answers in the time that it looks ahead.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "steward/engine/dispatcher.hpp"
#include "steward/engine/store.hpp"
#include "steward/model/reload_limits.hpp"

namespace steward::engine {

enum class RuleChange { added, changed, removed, renamed, unchanged };
[[nodiscard]] std::string_view to_string(RuleChange change);

/// What a set does to a subject or its promise. One may be in several: an opened one may breach at
/// once, a cancelled one un-breach.
enum class Effect {
  unbreached,  ///< a breach taken back: its promise is cancelled, in time after all, or due later
  breaching,   ///< breaches at once, and would not without the set
  cancelled,   ///< a promise no longer asked for
  moved,       ///< another due, `old_due` to `new_due`
  opened,      ///< a promise where there was none live, `historic` ones apart
  reopened,    ///< one that was over is live again
  closed,      ///< a live one that is done by what the rule now takes for done
  reassigned,  ///< another assignee or client
  frozen,      ///< open, and keeps due and steps of the revision it was opened with until it closes
  historic,    ///< opened, but due before the rule is in force: silent
  done,        ///< opened and over at once: the record says when it was done
  covered,     ///< a subject that the rule asks a promise of, and did not before
  dropped,     ///< a subject that it asked one of, and no longer does
};
[[nodiscard]] std::string_view to_string(Effect effect);
/// In the order in which they are shown.
[[nodiscard]] const std::vector<Effect>& all_effects();
/// Un-breached, breaching, cancelled or moved: what an admin must have seen before it happens.
[[nodiscard]] bool is_grave(Effect effect);

/// One subject on which something would happen.
struct Example {
  Effect effect = Effect::opened;
  std::string rule;
  model::Mode mode = model::Mode::live;  ///< the rule's
  std::string entity;
  std::string key;
  std::string reference;    ///< "7K2"; "" for what is not open yet
  std::string client_name;  ///< or ""
  std::optional<Instant> old_due;
  std::optional<Instant> new_due;
  bool operator==(const Example&) const = default;
};

/// How many, and the first of them in key order.
struct Affected {
  std::size_t count = 0;
  std::vector<Example> examples;  ///< at most `PlanOptions::examples`
  bool operator==(const Affected&) const = default;
};

struct RulePlan {
  std::string name;
  std::string was;    ///< its name before, of a renamed one; else ""
  std::string title;  ///< the new one; of a removed rule its last
  std::string owner;  ///< a role
  std::string file;   ///< as given to the loader; "" for a removed one
  RuleChange change = RuleChange::unchanged;
  /// What else makes it act differently: "calendar business-hours", "chain client-service".
  std::vector<std::string> because;
  std::map<Effect, Affected> effects;  ///< without those of which there is none
  /// Subjects on which something grave happens: un-breached, breaching, cancelled or moved.
  std::size_t grave = 0;
  bool operator==(const RulePlan&) const = default;

  [[nodiscard]] std::size_t count(Effect effect) const;
};

/// Something other than a rule that differs between the two sets.
struct Difference {
  std::string what;  ///< "calendar business-hours", "template follow-up-late", "the staff's roles"
  RuleChange change = RuleChange::changed;
  std::vector<std::string> rules;  ///< that it makes act differently
  bool operator==(const Difference&) const = default;
};

/// Messages, from now on: one for each person and channel of each notice, but of what a first day
/// says one for all.
struct Load {
  std::size_t day = 0;   ///< in the next 24 hours
  std::size_t week = 0;  ///< in the next 7 days, those of the first day with them
  bool operator==(const Load&) const = default;
};

struct ChannelPlan {
  model::Channel channel = model::Channel::email;
  Load running;  ///< what the set in force would send
  Load next;     ///< what the other would
  bool operator==(const ChannelPlan&) const = default;
};

struct PersonPlan {
  std::string key;   ///< a staff key; "" for a fixed address
  std::string name;  ///< full name, or the address
  std::vector<ChannelPlan> channels;
  bool operator==(const PersonPlan&) const = default;

  [[nodiscard]] Load running() const;
  [[nodiscard]] Load next() const;
};

struct Plan {
  Instant now;
  std::string running;  ///< digest of the set in force, "" for none: then everything is an opening
  std::string next;     ///< digest
  std::vector<RulePlan> rules;          ///< of either set, by name
  std::vector<Difference> differences;  ///< besides rules
  std::vector<PersonPlan> people;       ///< who is told anything by either set, by name
  std::vector<std::string> unjudged;    ///< why records could not be judged; the first few
  bool operator==(const Plan&) const = default;

  /// Over all rules.
  [[nodiscard]] std::size_t count(Effect effect) const;
  [[nodiscard]] std::size_t grave() const;
  /// Messages of the next 24 hours that go only because of the set: each person's more of them, on
  /// each channel.
  [[nodiscard]] std::size_t more_messages() const;
  /// The two sets do the same.
  [[nodiscard]] bool is_empty() const;
};

struct PlanOptions {
  DispatchSettings delivery;  ///< the channels there are, and the last resort
  std::size_t examples = 10;  ///< of each effect of each rule
};

/// What putting `next` in force at `now` would do. `running` is the set in force; null: none is.
/// Reads one snapshot of the database and writes nothing. Errors: `invalid_input` when `next` could
/// not be put in force, `conflict` when `running` is not what is in force, and the store's.
[[nodiscard]] Result<Plan> make_plan(Store& store, const model::RuleSet* running,
                                     const model::RuleSet& next, Instant now,
                                     const PlanOptions& options);

/// Nothing is un-breached, and all else is within the limits: such a set may be loaded by itself.
[[nodiscard]] bool harmless(const Plan& plan, const model::ReloadLimits& limits);

/// What to look at before loading: each subject on which something grave happens once, the gravest
/// first, at most `kMostWorries`.
[[nodiscard]] std::vector<Example> worries(const Plan& plan);
inline constexpr std::size_t kMostWorries = 10;

/// The plan in one sentence: "Safe to load.", "Look at these 6 first.", "Nothing would change.".
[[nodiscard]] std::string verdict(const Plan& plan, const model::ReloadLimits& limits);

}  // namespace steward::engine
