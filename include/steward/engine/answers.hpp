// SPDX-License-Identifier: MIT
// What people answer to a message.
#pragma once

#include <string>

#include "steward/engine/store.hpp"

namespace steward::engine {

/// What an acknowledgement did.
struct Acknowledged {
  model::Commitment commitment;
  std::string person;             ///< their full name
  std::optional<int> level;       ///< of the escalation that it stopped
  std::optional<Instant> before;  ///< that escalation's next level would have acted then
};

/// `person` (an email address, a full name or a staff key) takes the commitment with this
/// reference (or its breach's): the escalation under way goes no further, on any channel.
/// Errors: `not_found`, `invalid_input`, `conflict` when it is closed already.
[[nodiscard]] Result<Acknowledged> acknowledge(Store& store, const model::PeopleQueries& people,
                                               const std::string& reference,
                                               const std::string& person, Instant now);

}  // namespace steward::engine
