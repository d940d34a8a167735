// SPDX-License-Identifier: MIT
// The next subjects that a rule which came into force has to look at.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/judging.hpp"

namespace steward::engine {

struct ActivationPage {
  std::vector<std::string> keys;
  std::optional<std::string> cursor;  ///< where the next begins; none: this was the last page
  bool of_records = false;            ///< they are records, else live promises
};

/// The page after the activation's cursor, of at most `limit` subjects: first the records that are
/// there, then the live promises, so that those whose record is gone are found, too. `rule` is
/// null when it is gone or off: then there are only its promises.
[[nodiscard]] ActivationPage next_page(Transaction& transaction, const Activation& activation,
                                       const model::Rule* rule, std::size_t limit);

/// Brings the promises on a page's subjects, which are locked, in line with the rule.
void judge(Judging& judging, const Activation& activation, const model::Rule* rule,
           const ActivationPage& page);

}  // namespace steward::engine
