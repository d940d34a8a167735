// SPDX-License-Identifier: MIT
// What a calendar says, as a digest: another one means that dues may move.
#pragma once

#include <string>

#include "steward/calendar/definition.hpp"

namespace steward::rules {

/// SHA-256 over everything that decides when it is open; the names of holidays do not.
[[nodiscard]] std::string calendar_digest(const calendar::Definition& definition);

}  // namespace steward::rules
