// SPDX-License-Identifier: MIT
// `steward resync`: every rule looks at all its records again, in case some changed unseen.
#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/exit_code.hpp"
#include "app/opening.hpp"
#include "app/words.hpp"
#include "steward/engine/resync.hpp"

namespace steward::app {

int run(const ResyncCommand& command, const std::filesystem::path& config) {
  const auto installation = open_installation(config);
  if (!installation) return fail(installation.error());
  if (const auto ready = require_schema(**installation); !ready) return fail(ready.error());
  const auto begun =
      engine::resync((*installation)->store(), command.rules, "asked for", std::nullopt);
  if (!begun) return fail(begun.error());
  if (begun->empty()) {
    fmt::print("They are at it already: 'steward status' shows how far.\n");
  } else {
    fmt::print("Looking at all records of {} again: 'steward status' shows how far.\n",
               counted(static_cast<std::int64_t>(begun->size()), "rule"));
  }
  return 0;
}

}  // namespace steward::app
