// SPDX-License-Identifier: MIT
// The statements of reports, for the test that prepares each against the schema.
#pragma once

#include <string_view>
#include <vector>

#include "steward/store/reports.hpp"

namespace steward::store {

[[nodiscard]] std::vector<std::string_view> status_statements();
[[nodiscard]] std::vector<std::string_view> report_statements();
[[nodiscard]] std::vector<std::string_view> breach_statements();
/// Of simulation.cpp.
[[nodiscard]] std::vector<std::string_view> simulation_statements();

}  // namespace steward::store
