// SPDX-License-Identifier: MIT
// One attempt to bring a rule set into force: who, when, from which files, and what became of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "steward/base/instant.hpp"
#include "steward/model/message.hpp"
#include "steward/model/notice.hpp"

namespace steward::model {

enum class LoadOutcome {
  in_force,   ///< it came into force
  staged,     ///< it waits for `steward apply`: it would do too much to be loaded by itself
  failed,     ///< its files have mistakes
  unchanged,  ///< it was in force already
};
[[nodiscard]] std::string_view to_string(LoadOutcome outcome);
[[nodiscard]] std::optional<LoadOutcome> parse_load_outcome(std::string_view text);

enum class LoadOrigin { start, edit, signal, reload, apply };
[[nodiscard]] std::string_view to_string(LoadOrigin origin);
[[nodiscard]] std::optional<LoadOrigin> parse_load_origin(std::string_view text);

struct RuleLoad {
  std::int64_t id = 0;  ///< 0: not stored yet
  std::string digest;   ///< of the set; of its files, where it failed
  LoadOutcome outcome = LoadOutcome::failed;
  LoadOrigin origin = LoadOrigin::start;
  Instant at;
  std::string by;             ///< "host:pid" of a daemon, "user@host" of a person
  std::string host;           ///< whose files they are
  std::string configuration;  ///< that names them
  std::string before;         ///< the digest in force until then, which else runs on; "" for none
  std::size_t rules = 0;
  std::string reason;             ///< that a person gave, or ""
  std::vector<std::string> said;  ///< what it did, or why it was not taken, a sentence each
  /// Of one that was not taken, who was told, and how that went: "Dana Kim: sent", "Mia Torres: no
  /// address".
  std::vector<std::string> told;
  bool operator==(const RuleLoad&) const = default;
};

/// A mail about a set that was not taken.
struct LoadMail {
  std::string name;
  std::optional<OutgoingMessage> message;  ///< absent: none could be made
  std::optional<Suppression> reason;       ///< why it does not leave
};

/// Live commitments of one revision of a rule.
struct OpenPromises {
  std::string rule;
  std::string revision;
  std::int64_t count = 0;
  bool operator==(const OpenPromises&) const = default;
};

}  // namespace steward::model
