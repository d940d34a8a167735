// SPDX-License-Identifier: MIT
// The reference CRM of config/crm in a test's database.
#pragma once

#include "support/test_database.hpp"

namespace steward::test {

/// Applies all files of config/crm in the order of their names.
void install_reference_crm(TestDatabase& database);

/// A database with nothing but them.
[[nodiscard]] DatabaseTemplate reference_crm();

}  // namespace steward::test
