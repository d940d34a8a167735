// SPDX-License-Identifier: MIT
// What a step asks to be said, to whom it resolves, and why somebody was not told.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "steward/base/instant.hpp"
#include "steward/model/message.hpp"
#include "steward/model/recipient.hpp"

namespace steward::model {

/// Recipients as the rule or chain names them: resolved to people only when it is sent.
struct Notice {
  std::int64_t id = 0;  ///< 0: not stored yet
  std::int64_t commitment = 0;
  std::string step;  ///< "2", "3/1", "all-clear"
  Purpose purpose = Purpose::reminder;
  int level = 0;  ///< of an escalation, from 1
  std::string chain;
  std::vector<Recipient> recipients;
  std::vector<Channel> channels;
  Urgency urgency = Urgency::normal;
  std::string template_name;
  Instant at;          ///< the step's instant
  Instant created_at;  ///< when it was decided
  bool late = false;
  bool shadow = false;                     ///< the rule runs in shadow: nothing leaves
  std::vector<Recipient> never = {};       ///< who must not get it, by its step
  bool first_day = false;                  ///< it goes with all that its rule's first day says
  std::optional<Instant> written_at = {};  ///< when it was there to be read; none: not stored yet
  bool operator==(const Notice&) const = default;
};

/// Why a task was not sent. Stored and shown by these names.
enum class Suppression {
  no_address,      ///< the person has no address for the channel
  bad_address,     ///< the address is not one
  nobody,          ///< nobody holds the role, or the record names nobody
  away,            ///< away, and nobody stands in
  excluded,        ///< the rule or the step says that they must not be told
  twice,           ///< the same person is told by another task of this notice
  no_channel,      ///< the channel is not configured
  rule_shadow,     ///< the rule runs in shadow
  shadow,          ///< the installation runs in shadow
  no_longer_true,  ///< it was over before the message left
  no_template,     ///< the template is gone or cannot be rendered
  rejected,        ///< the other side refused it for good
  gave_up,         ///< it could not be handed over in the time allowed
};
[[nodiscard]] std::string_view to_string(Suppression suppression);
[[nodiscard]] std::optional<Suppression> parse_suppression(std::string_view text);
/// A sentence for people, "has no email address".
[[nodiscard]] std::string_view describe(Suppression suppression);

enum class TaskState { ready, sent, suppressed };
[[nodiscard]] std::string_view to_string(TaskState state);

/// A notice resolved to one person on one channel.
struct Task {
  std::int64_t id = 0;
  std::int64_t notice = 0;
  std::int64_t commitment = 0;
  std::string person;  ///< a staff key; "" for a fixed address
  std::string person_name;
  std::string stands_in_for;  ///< the name of who is away, or ""
  Channel channel = Channel::email;
  std::string address;
  TaskState state = TaskState::ready;
  std::optional<Suppression> reason;
  std::int64_t message = 0;  ///< 0: none was made
  bool operator==(const Task&) const = default;
};

}  // namespace steward::model
