// SPDX-License-Identifier: MIT
// The split of each breach's lateness, beside the ledger, which cannot be added to.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "steward/model/lateness.hpp"
#include "store/session.hpp"

namespace steward::store {

/// Of the entries that are breaches, those again that began before; `rows` is what the ledger was
/// given, as JSON.
void begin_lateness(Session& session, const std::string& rows);

/// Of the breaches that a message tells of: when it was first handed over and when it was accepted,
/// as far as it was.
void go_on_with_lateness(Session& session, const std::vector<std::string>& commitments,
                         Instant handed_over_at, std::optional<Instant> accepted_at);

/// By breach. Of breaches from before it was kept there is none.
[[nodiscard]] std::map<std::string, model::Lateness> read_lateness(
    Session& session, const std::vector<std::string>& breaches);

[[nodiscard]] std::vector<std::string_view> lateness_statements();

}  // namespace steward::store
