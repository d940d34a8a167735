// SPDX-License-Identifier: MIT
#pragma once

namespace steward::engine {

/// Work is done first without any precaution. Only if that fails for a reason that may be a rule's
/// own is it done again, each rule by itself.
enum class Care { none, each_rule };

}  // namespace steward::engine
