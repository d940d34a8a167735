// SPDX-License-Identifier: MIT
// Escalation chains: who is asked next when nobody answers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "steward/base/instant.hpp"
#include "steward/base/problem.hpp"
#include "steward/model/recipient.hpp"

namespace steward::model {

/// One level. It acts `wait` after the level before it (the first: after the escalation begins),
/// unless somebody acknowledged.
struct Level {
  Microseconds wait{0};
  std::vector<Recipient> notify;
  /// Who is asked instead while the chain's calendar is closed; empty: the same as `notify`.
  std::vector<Recipient> out_of_hours;
  std::vector<Channel> by;
  std::string template_name;
  bool operator==(const Level&) const = default;
};

struct Chain {
  std::string name;
  std::string title;
  std::string source;
  std::string calendar;  ///< out of hours is outside it
  std::vector<Level> levels;
  SourceMark mark;
  bool operator==(const Chain&) const = default;
};

}  // namespace steward::model
