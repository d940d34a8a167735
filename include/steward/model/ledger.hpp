// SPDX-License-Identifier: MIT
// The breach log: entries are only ever added; a later fact is a later entry.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "steward/base/instant.hpp"

namespace steward::model {

enum class EntryKind {
  breached,      ///< a promise was not kept by its due
  resolved,      ///< it was kept, late
  rectified,     ///< the record now says it was kept in time: recorded late
  withdrawn,     ///< the record no longer asks for it
  moved,         ///< its start or due was changed after the breach
  reopened,      ///< what resolved it was withdrawn
  escalated,     ///< a level of a chain was asked
  acknowledged,  ///< somebody took it
  annotated,     ///< somebody added a note
};
[[nodiscard]] std::string_view to_string(EntryKind kind);

/// `at` is the fact's own instant (of a breach: its due), `noticed_at` when steward saw it.
struct Entry {
  std::string breach;  ///< "B-2026-00142": all entries of one breach bear it
  EntryKind kind = EntryKind::breached;
  std::int64_t commitment = 0;
  Instant at;
  Instant noticed_at;
  std::string body;  ///< JSON: the arithmetic, the rule's revision, who, instants
  bool operator==(const Entry&) const = default;
};

}  // namespace steward::model
