// SPDX-License-Identifier: MIT
// What the names in a template stand for in one message.
#pragma once

#include <map>
#include <string>

#include "steward/model/message.hpp"

namespace steward::notify {

/// Every name of the list that `steward check` explains, and the facts. An empty text is a value
/// that is not there; a section's text is "yes" or empty.
[[nodiscard]] std::map<std::string, std::string, std::less<>> message_values(
    const model::MessageContext& context);

/// "in 24 h", "now", "2 h ago": to the minute from five minutes on, to the second below.
[[nodiscard]] std::string time_until(Instant instant, Instant now);

/// "40 min before it was due", "on time" or "2 h late".
[[nodiscard]] std::string lateness(Instant stopped, Instant due);

}  // namespace steward::notify
