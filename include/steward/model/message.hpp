// SPDX-License-Identifier: MIT
// What is said to one person on one channel: the facts a template may use, and the finished text.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "steward/base/instant.hpp"
#include "steward/calendar/zone.hpp"
#include "steward/model/catalog.hpp"
#include "steward/model/recipient.hpp"

namespace steward::model {

/// What a message is for; it decides the default wording.
enum class Purpose { reminder, breach, escalation, announcement, all_clear, undeliverable, test };
[[nodiscard]] std::string_view to_string(Purpose purpose);
[[nodiscard]] std::optional<Purpose> parse_purpose(std::string_view text);

/// One of the promises that a message lists.
struct ListedPromise {
  std::string reference;  ///< "7K2"
  Instant due;
  std::string client;  ///< or ""
  std::string title;   ///< its rule's
  bool operator==(const ListedPromise&) const = default;
};

/// What a template may draw on. Instants are shown in `zone`, the recipient's.
struct MessageContext {
  Purpose purpose = Purpose::reminder;
  std::string organisation;
  std::string reference;         ///< "7K2"
  std::string breach_reference;  ///< "B-2026-00142", or ""
  std::string title;             ///< the rule's
  std::string source;            ///< the rule's: "FBO procedure 07"
  std::string client;            ///< the name of whom it was promised to, or ""
  std::string recipient;         ///< full name, or the address where there is no name
  /// What the recipient writes after `--as`: their email address, else their staff key.
  std::string answer_as;
  /// Why them, a whole sentence: "You get this because it is yours.", "You are standing in for Mia
  /// Torres, who is away until Thu 3 Dec.", "You are on duty as duty officer."
  std::string why;
  /// What happens if nobody answers or does it, a whole sentence, or "".
  std::string next;
  std::vector<std::string> so_far;  ///< who was told before, a line each
  Instant now;
  Instant starts;
  std::optional<Instant> due;
  std::optional<Instant> stopped;  ///< of an all-clear
  bool is_open = false;            ///< of an all-clear: the promise goes on, and is not late
  int level = 0;                   ///< of an escalation, from 1
  bool late = false;               ///< the step acts later than it should have
  bool urgent = false;
  /// Of a first day, where `reference` and `due` are those of the earliest: the earliest first,
  /// perhaps not all.
  std::vector<ListedPromise> promises;
  std::size_t how_many = 0;  ///< of them there are
  std::string what_is_new;   ///< a clause: "the rule 'follow-up' is new"
  calendar::Zone zone;
  /// By the name in the template: JSON scalars as text; a timestamp as microseconds.
  std::map<std::string, std::string, std::less<>> facts;
  std::map<std::string, Type, std::less<>> fact_types;
};

/// The words of one message.
struct Rendered {
  std::string subject;  ///< "" for an SMS
  std::string text;
  bool operator==(const Rendered&) const = default;
};

/// One message, ready for its channel.
struct OutgoingMessage {
  Channel channel = Channel::email;
  std::string message_id;  ///< without angle brackets, "7K2.118@skyport.example"; kept over retries
  std::string thread_id;   ///< the id that all messages of a commitment refer to
  std::string reference;   ///< of the commitment
  std::vector<std::int64_t> commitments;  ///< what it is about
  bool outlives = false;                  ///< it is still true when all of them are over
  std::string recipient_name;
  std::string address;  ///< an email address, or a number in E.164
  std::string subject;
  std::string text;
  bool urgent = false;
  Instant at;
  std::optional<Instant> noticed_at = {};  ///< when its first notice was written; none: it has none
  bool tells_breach = false;
  bool operator==(const OutgoingMessage&) const = default;
};

}  // namespace steward::model
