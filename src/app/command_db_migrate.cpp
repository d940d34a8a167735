// SPDX-License-Identifier: MIT
// `steward db migrate`: brings steward's schema up to date.
#include <fmt/format.h>

#include <cstdio>

#include "app/commands.hpp"
#include "app/exit_code.hpp"
#include "app/opening.hpp"
#include "app/words.hpp"
#include "steward/store/migrate.hpp"
#include "steward/store/simulation.hpp"

namespace steward::app {

int run(const MigrateCommand& command, const std::filesystem::path& config) {
  const auto installation = open_installation(config);
  if (!installation) return fail(installation.error());
  const auto applied = store::migrate((*installation)->pool());
  if (!applied) return fail(applied.error());
  for (const auto& name : *applied) fmt::print("applied {}\n", name);
  fmt::print("{}\n", applied->empty() ? "The schema is up to date."
                                      : "The schema is up to date now. Next: steward db capture");
  if (!command.simulation) return kDone;
  const auto made = store::make_simulation((*installation)->pool());
  if (!made) return fail(made.error());
  fmt::print("This installation is for simulation: changes are stamped with steward.now.\n");
  return kDone;
}

}  // namespace steward::app
