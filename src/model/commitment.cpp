// SPDX-License-Identifier: MIT
#include "steward/model/commitment.hpp"

#include "model/enum_names.hpp"

namespace steward::model {
namespace {

constexpr EnumNames<State, 5> kStates{{{State::open, "open"},
                                       {State::paused, "paused"},
                                       {State::kept, "kept"},
                                       {State::breached, "breached"},
                                       {State::cancelled, "cancelled"}}};

constexpr EnumNames<TransitionKind, 10> kTransitions{
    {{TransitionKind::opened, "opened"},
     {TransitionKind::moved, "moved"},
     {TransitionKind::reassigned, "reassigned"},
     {TransitionKind::breached, "breached"},
     {TransitionKind::kept, "kept"},
     {TransitionKind::kept_late, "kept late"},
     {TransitionKind::recorded_late, "recorded late"},
     {TransitionKind::corrected, "corrected"},
     {TransitionKind::cancelled, "cancelled"},
     {TransitionKind::reopened, "reopened"}}};

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

}  // namespace steward::model
