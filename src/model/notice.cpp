// SPDX-License-Identifier: MIT
#include "steward/model/notice.hpp"

#include "model/enum_names.hpp"

namespace steward::model {
namespace {

constexpr EnumNames<Suppression, 13> kSuppressions{{{Suppression::no_address, "no address"},
                                                    {Suppression::bad_address, "bad address"},
                                                    {Suppression::nobody, "nobody"},
                                                    {Suppression::away, "away"},
                                                    {Suppression::excluded, "excluded"},
                                                    {Suppression::twice, "told already"},
                                                    {Suppression::no_channel, "no channel"},
                                                    {Suppression::rule_shadow, "rule in shadow"},
                                                    {Suppression::shadow, "shadow"},
                                                    {Suppression::no_longer_true, "no longer true"},
                                                    {Suppression::no_template, "no template"},
                                                    {Suppression::rejected, "rejected"},
                                                    {Suppression::gave_up, "gave up"}}};

constexpr EnumNames<TaskState, 3> kTaskStates{{{TaskState::ready, "ready"},
                                               {TaskState::sent, "sent"},
                                               {TaskState::suppressed, "suppressed"}}};

}  // namespace

std::string_view to_string(Suppression suppression) {
  return name_of(kSuppressions, suppression);
}
std::optional<Suppression> parse_suppression(std::string_view text) {
  return value_of(kSuppressions, text);
}

std::string_view describe(Suppression suppression) {
  switch (suppression) {
    case Suppression::no_address:
      return "has no address for this channel";
    case Suppression::bad_address:
      return "has an address that cannot be one";
    case Suppression::nobody:
      return "stands for nobody at the moment";
    case Suppression::away:
      return "is away and nobody stands in";
    case Suppression::excluded:
      return "must not be told, says the rule";
    case Suppression::twice:
      return "is told by another message of the same step";
    case Suppression::no_channel:
      return "would be told on a channel that is not configured";
    case Suppression::rule_shadow:
      return "is not told: the rule runs in shadow";
    case Suppression::shadow:
      return "is not told: this installation runs in shadow";
    case Suppression::no_longer_true:
      return "need not be told: it was over first";
    case Suppression::no_template:
      return "cannot be told: the template cannot be rendered";
    case Suppression::rejected:
      return "could not be told: the other side refused the message";
    case Suppression::gave_up:
      return "could not be told: the message could not be handed over";
  }
  return "was not told";
}

std::string_view to_string(TaskState state) {
  return name_of(kTaskStates, state);
}

}  // namespace steward::model
