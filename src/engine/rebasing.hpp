// SPDX-License-Identifier: MIT
// What becomes of the steps that an open promise has taken when its rule is edited and it goes by
// the edited one from then on.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "steward/model/schedule.hpp"

namespace steward::engine {

/// The same name for all that is put aside at one instant: "3~2026-11-24T15:00:00Z".
[[nodiscard]] std::string aside(const std::string& step, Instant now);

/// New names for `done`, the ids of outcomes: a step that says the same as before counts as taken,
/// under its new number; one that is gone is put aside. So is, where the breach is over
/// (`unbreached`), what lies ahead again at or after the new due. Names that stay are left out.
/// Both lists have their breach step. `after` is the commitment under the edited rule.
[[nodiscard]] std::map<std::string, std::string> renamed_steps(
    const std::vector<model::Step>& before, const std::vector<model::Step>& now_steps,
    const std::set<std::string>& done, const model::Commitment& after,
    const calendar::Calendar& calendar, bool unbreached, Instant now);

}  // namespace steward::engine
