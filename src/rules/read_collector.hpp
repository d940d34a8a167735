// SPDX-License-Identifier: MIT
// Which tables a rule reads, and how a changed row of each leads back to the rule's subjects.
#pragma once

#include <vector>

#include "rules/frame.hpp"
#include "steward/model/rule.hpp"

namespace steward::rules {

/// One read for the subject's own table, and one for each table on each path from it.
[[nodiscard]] std::vector<model::Read> collect_reads(const Frame& frame);

}  // namespace steward::rules
