// SPDX-License-Identifier: MIT
// Ports: how words are made and how they leave.
#pragma once

#include <string>

#include "steward/base/error.hpp"
#include "steward/model/message.hpp"
#include "steward/model/rule.hpp"

namespace steward::engine {

/// What the other side said when it took a message.
struct Receipt {
  std::string response;  ///< "250 2.0.0 Ok: queued as 4F2A", a provider's id, a file's name
  bool operator==(const Receipt&) const = default;
};

/// One channel. Thread-safe: several messages may be on their way at once.
class Transport {
 public:
  virtual ~Transport() = default;
  /// Hands the message over; blocks until the other side answered, at most 30 s.
  /// Errors: `unavailable` (not taken: try again later), `rejected` (never will be),
  /// `timed_out` (perhaps delivered: try again with the same message id).
  [[nodiscard]] virtual Result<Receipt> send(const model::OutgoingMessage& message) = 0;
};

class Renderer {
 public:
  virtual ~Renderer() = default;
  /// Errors: `invalid_input` when the template cannot be rendered.
  [[nodiscard]] virtual Result<model::Rendered> render(const model::Template& text,
                                                       const model::MessageContext& context,
                                                       model::Channel channel) const = 0;
};

}  // namespace steward::engine
