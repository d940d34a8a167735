// SPDX-License-Identifier: MIT
#include "steward/model/commitment.hpp"

#include <algorithm>

#include "model/enum_names.hpp"

namespace steward::model {
namespace {

constexpr EnumNames<State, 5> kStates{{{State::open, "open"},
                                       {State::paused, "paused"},
                                       {State::kept, "kept"},
                                       {State::breached, "breached"},
                                       {State::cancelled, "cancelled"}}};

constexpr EnumNames<TransitionKind, 15> kTransitions{
    {{TransitionKind::opened, "opened"},
     {TransitionKind::moved, "moved"},
     {TransitionKind::reassigned, "reassigned"},
     {TransitionKind::breached, "breached"},
     {TransitionKind::kept, "kept"},
     {TransitionKind::kept_late, "kept late"},
     {TransitionKind::recorded_late, "recorded late"},
     {TransitionKind::corrected, "corrected"},
     {TransitionKind::cancelled, "cancelled"},
     {TransitionKind::reopened, "reopened"},
     {TransitionKind::paused, "paused"},
     {TransitionKind::resumed, "resumed"},
     {TransitionKind::adjusted, "adjusted"},
     {TransitionKind::rebased, "rebased"},
     {TransitionKind::unbreached, "unbreached"}}};

}  // namespace

std::string_view to_string(State state) {
  return name_of(kStates, state);
}
std::optional<State> parse_state(std::string_view text) {
  return value_of(kStates, text);
}
std::string_view to_string(TransitionKind kind) {
  return name_of(kTransitions, kind);
}

std::optional<Instant> Commitment::held_from() const {
  const bool held = due && !pauses.empty() && !pauses.back().to && pauses.back().from < *due;
  return held ? std::optional(pauses.back().from) : std::nullopt;
}

bool Commitment::is_paused_at(Instant instant) const {
  return std::any_of(pauses.begin(), pauses.end(), [&](const calendar::Pause& pause) {
    return pause.from <= instant && (!pause.to || instant < *pause.to);
  });
}

}  // namespace steward::model
