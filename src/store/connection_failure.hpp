// SPDX-License-Identifier: MIT
// Why a connection could not be made, and whether to try again.
#pragma once

#include <string>

#include "store/statement_failed.hpp"

namespace steward::store {

/// SOCI and libpq name no SQLSTATE for a refused connection. Where a server did answer (`message`
/// holds its FATAL), this asks once more, verbosely, to tell a wrong password from a server that
/// is starting up.
[[nodiscard]] StatementFailed connection_failure(const std::string& connection,
                                                 const std::string& message);

}  // namespace steward::store
