// SPDX-License-Identifier: MIT
#include "steward/store/simulation.hpp"

#include "store/report_statements.hpp"
#include "store/session.hpp"
#include "store/transact.hpp"

namespace steward::store {
namespace {

constexpr std::string_view kMakeSimulation = R"(
  update steward.installation set simulation = true
   where simulation or not exists (select from steward.commitment))";

}  // namespace

Result<> make_simulation(Pool& pool) {
  return transact(pool, [](Session& session) -> Result<> {
    if (session.execute(kMakeSimulation) == 1) return {};
    return Error(ErrorCode::conflict,
                 "this installation has commitments already: only a new one can be made for "
                 "simulation");
  });
}

std::vector<std::string_view> simulation_statements() {
  return {kMakeSimulation};
}

}  // namespace steward::store
