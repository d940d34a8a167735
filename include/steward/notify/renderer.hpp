// SPDX-License-Identifier: MIT
// Turns a template and the facts of one message into the words that a person reads.
#pragma once

#include "steward/engine/transport.hpp"

namespace steward::notify {

/// Mustache, as plain text: nothing is escaped, and there are no partials.
///
/// Names are those of `steward check`'s list and the facts of the context ("client.name" is one
/// flat name). A name that is neither is an error. A value with nothing in it (no due, a null fact)
/// shows as nothing and is false as a section. A boolean fact is for sections; shown, true is
/// "yes". Timestamps are shown in the context's zone. A value is one line (only `so_far` has
/// several): line breaks within it become spaces, so that no record can forge a line of a message.
class MustacheRenderer final : public engine::Renderer {
 public:
  /// An email has a subject of one line, and a text without blank lines at its ends. An SMS is one
  /// line of words with single spaces, in GSM-7 where that can be (see `plain_sms`); it is never
  /// cut: `sms_segments` says what it costs.
  /// Errors: `invalid_input`, with the template's name, when it has no text for the channel, is not
  /// mustache, names something unknown or gives an empty message.
  [[nodiscard]] Result<model::Rendered> render(const model::Template& text,
                                               const model::MessageContext& context,
                                               model::Channel channel) const override;
};

}  // namespace steward::notify
