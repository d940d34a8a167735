// SPDX-License-Identifier: MIT
// The timing part of a rule that is fixed at load time; what hangs on the record is in the rule's
// query.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "steward/calendar/span.hpp"

namespace steward::model {

/// What becomes of an open promise's due, calendar and steps when its rule is edited.
enum class OnChange {
  keep,    ///< they stay what they were when it opened
  rebase,  ///< they become the edited rule's
};
[[nodiscard]] std::optional<OnChange> parse_on_change(std::string_view text);

/// A row of a table of lengths.
struct WithinRow {
  std::string when;  ///< the values it is for, "fuel, priority"; "default" of the last
  calendar::Span length;
  bool operator==(const WithinRow&) const = default;
};

/// How a record says that the clock stands still.
enum class PauseKind {
  none,
  intervals,  ///< it lists them
  observed,   ///< it says whether: the clock stands from when that is seen until it is seen no more
};

struct Clock {
  std::optional<calendar::Span> within;  ///< the same for every record
  std::vector<WithinRow> within_table;   ///< or chosen by its fields; the last row is the default
  bool states_within = false;            ///< or the record gives it
  bool states_due = false;               ///< or it states `due` itself
  std::string calendar = "always";       ///< "" when the record names it
  bool renews = false;
  PauseKind pauses = PauseKind::none;
  bool operator==(const Clock&) const = default;

  /// A clock with neither `within` nor `due`: its steps tell that something happened.
  [[nodiscard]] bool is_announcement() const {
    return !within && within_table.empty() && !states_within && !states_due;
  }
};

}  // namespace steward::model
