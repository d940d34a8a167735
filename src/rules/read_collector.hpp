// SPDX-License-Identifier: MIT
// Which tables a rule reads, and how a changed row of each leads back to the rule's subjects.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "rules/frame.hpp"
#include "steward/model/rule.hpp"

namespace steward::rules {

/// What the rows of to-many relations are read for, where it is not to tell whether there is to be
/// a promise: their changes touch only promises that there are.
struct ReadPurposes {
  /// The columns of the subject by which its promises know their client; empty: they do not.
  std::vector<std::string> client;
  /// Rows that make no difference to a promise that is closed.
  std::set<const Row*> for_live;
  /// Rows of which the earliest instant in the column keeps the promise.
  std::map<const Row*, std::string> evidence;
};

/// One read for the subject's own table, and one for each table on each path from it.
[[nodiscard]] std::vector<model::Read> collect_reads(const Frame& frame,
                                                     const ReadPurposes& purposes);

}  // namespace steward::rules
