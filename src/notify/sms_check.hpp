// SPDX-License-Identifier: MIT
#pragma once

#include "steward/base/error.hpp"
#include "steward/model/message.hpp"

namespace steward::notify {

/// Whether an SMS is fit to be sent. Errors: `rejected`.
[[nodiscard]] Result<> check_sms(const model::OutgoingMessage& message);

}  // namespace steward::notify
