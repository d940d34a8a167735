// SPDX-License-Identifier: MIT
// An email as it goes over the wire (RFC 5322, RFC 2045-2047).
#pragma once

#include <string>

#include "steward/base/error.hpp"
#include "steward/model/message.hpp"
#include "steward/notify/address.hpp"

namespace steward::notify {

enum class MimeForm {
  wire,  ///< CRLF; a body that is not plain ASCII is quoted-printable
  file,  ///< LF and 8 bit, so that a file on disk reads as it was written
};

/// The whole message: one text/plain part in UTF-8, dated `message.at`. Messages of a thread refer
/// to its id, which a message that has it as its own begins. Marked as automatic (RFC 3834), so
/// that absence replies do not answer it. Nothing in `message` can add a header or a recipient.
/// Errors: `rejected` when an address, a name, the subject, an id or the text is not fit to be
/// sent.
[[nodiscard]] Result<std::string> build_mime(const model::OutgoingMessage& message,
                                             const Mailbox& from, MimeForm form);

}  // namespace steward::notify
