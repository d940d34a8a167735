// SPDX-License-Identifier: MIT
// That two programs left the same behind.
#pragma once

#include "support/test_database.hpp"

namespace steward::bench {

/// Compares every row of steward's tables that judging writes, by all columns but ids, references,
/// breach numbers and what the server's clock stamped; throws `std::runtime_error` with the first
/// row that one of them lacks.
void require_same_rows(test::TestDatabase& engine, test::TestDatabase& limit);

}  // namespace steward::bench
