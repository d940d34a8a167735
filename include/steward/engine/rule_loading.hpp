// SPDX-License-Identifier: MIT
// Decides what becomes of files that are read: a set comes into force, waits for a person, or is
// refused. What was decided is remembered, and who must know is told once, in one transaction.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "steward/engine/dispatcher.hpp"
#include "steward/engine/plan.hpp"
#include "steward/engine/store.hpp"

namespace steward::engine {

/// Who offers a set, and from where.
struct Offer {
  model::LoadOrigin origin = model::LoadOrigin::start;
  std::string by;             ///< "host:pid" of a daemon, "user@host" of a person
  std::string host;           ///< whose files they are
  std::string configuration;  ///< that names them
  std::string reason;         ///< that a person gave, or ""
};

/// What an installation says of loading.
struct LoadSettings {
  model::ReloadMode mode = model::ReloadMode::guarded;
  model::ReloadLimits limits;
  DispatchSettings delivery;
  std::vector<model::Recipient> admins;  ///< addresses and roles
};

/// Files that make no set.
struct Refusal {
  std::string digest;       ///< of the files
  std::string file;         ///< of the first error: its path in the set, or its name
  std::string summary;      ///< "2 errors, the first at rules/follow-up.yaml:3:5: …"
  std::string first_error;  ///< with its line and caret
};

class RuleLoading {
 public:
  /// Foresees what a set would do: `make_plan`.
  using Foresee =
      std::function<Result<Plan>(const model::RuleSet*, const model::RuleSet&, Instant)>;

  RuleLoading(Store& store, LoadSettings settings, Foresee foresee)
      : store_(store), settings_(std::move(settings)), foresee_(std::move(foresee)) {}

  /// Of files: puts the set in force where that is harmless, or nothing is in force; else stages
  /// it. `running` is the set in force, null when there is none or this program cannot make it.
  /// Errors: `invalid_input` when the set could not be put in force, `conflict` when another set
  /// came into force meanwhile, and the store's.
  [[nodiscard]] Result<model::RuleLoad> offer(const model::RuleSet* running,
                                              const model::RuleSet& next, const Offer& offer,
                                              Instant now);
  /// A person's decision: puts the set in force whatever it does. Errors: `rejected` where a breach
  /// would be taken back and no reason was given; else as `offer`.
  [[nodiscard]] Result<model::RuleLoad> apply(const model::RuleSet* running,
                                              const model::RuleSet& next, const Offer& offer,
                                              Instant now);
  /// Of files with mistakes.
  [[nodiscard]] Result<model::RuleLoad> refuse(const model::RuleSet* running,
                                               const Refusal& refusal, const Offer& offer,
                                               Instant now);

 private:
  [[nodiscard]] Result<model::RuleLoad> enforce(const model::RuleSet* running,
                                                const std::string& before,
                                                const model::RuleSet& next, model::RuleLoad load,
                                                Instant now);
  [[nodiscard]] Result<model::RuleLoad> stage(const model::RuleSet* running,
                                              const model::RuleSet& next, const Plan* plan,
                                              model::RuleLoad load, Instant now);
  [[nodiscard]] Result<model::RuleLoad> remember_unchanged(model::RuleLoad load);

  Store& store_;
  LoadSettings settings_;
  Foresee foresee_;
};

/// Files of this digest were not read before: neither by this host last nor, if it never read any,
/// by another. What is older was set aside by a person, or belongs to a host that lags behind.
[[nodiscard]] Result<bool> is_edit(Store& store, const std::string& digest, const std::string& host,
                                   const std::string& configuration);

}  // namespace steward::engine
