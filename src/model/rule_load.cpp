// SPDX-License-Identifier: MIT
#include "steward/model/rule_load.hpp"

#include "model/enum_names.hpp"

namespace steward::model {
namespace {

constexpr EnumNames<LoadOutcome, 4> kLoadOutcomes{{{LoadOutcome::in_force, "in force"},
                                                   {LoadOutcome::staged, "staged"},
                                                   {LoadOutcome::failed, "failed"},
                                                   {LoadOutcome::unchanged, "unchanged"}}};

constexpr EnumNames<LoadOrigin, 5> kOrigins{{{LoadOrigin::start, "start"},
                                             {LoadOrigin::edit, "edit"},
                                             {LoadOrigin::signal, "signal"},
                                             {LoadOrigin::reload, "reload"},
                                             {LoadOrigin::apply, "apply"}}};

}  // namespace

std::string_view to_string(LoadOutcome outcome) {
  return name_of(kLoadOutcomes, outcome);
}

std::optional<LoadOutcome> parse_load_outcome(std::string_view text) {
  return value_of(kLoadOutcomes, text);
}

std::string_view to_string(LoadOrigin origin) {
  return name_of(kOrigins, origin);
}

std::optional<LoadOrigin> parse_load_origin(std::string_view text) {
  return value_of(kOrigins, text);
}

}  // namespace steward::model
