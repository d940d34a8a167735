// SPDX-License-Identifier: MIT
// `steward db capture`: the triggers that note which records changed.
#include <fmt/format.h>

#include <cstdio>
#include <set>

#include "app/commands.hpp"
#include "app/exit_code.hpp"
#include "app/opening.hpp"
#include "app/words.hpp"
#include "steward/store/capture.hpp"

namespace steward::app {
namespace {

int remove(Installation& installation) {
  const auto removed = store::remove_capture(installation.pool());
  if (!removed) return fail(removed.error());
  for (const auto& table : *removed) fmt::print("removed from {}\n", table);
  fmt::print("{}\n", removed->empty()
                         ? "There was nothing to remove."
                         : "Capture is removed: changes of the records are not seen any more.");
  return kDone;
}

int print(Installation& installation, const model::RuleSet& set) {
  const auto script = store::capture_sql(installation.pool(), set);
  if (!script) return fail(script.error());
  fmt::print("{}", *script);
  return kDone;
}

int install(Installation& installation, const model::RuleSet& set) {
  const auto closed = store::install_capture(installation.pool(), set);
  if (!closed) return fail(closed.error());
  std::set<std::string> tables;
  for (const auto& gap : *closed) tables.insert(gap.table);
  for (const auto& table : tables) fmt::print("captured {}\n", table);
  if (tables.empty()) {
    fmt::print("Capture was complete.\n");
  } else {
    fmt::print("Capture is complete: changes in {} are seen now. Next: steward run\n",
               counted(tables.size(), "more table"));
  }
  return kDone;
}

}  // namespace

int run(const CaptureCommand& command, const std::filesystem::path& config) {
  const auto installation = open_installation(config);
  if (!installation) return fail(installation.error());
  if (const auto ready = require_schema(**installation); !ready) return fail(ready.error());
  if (command.remove) return remove(**installation);
  Problems problems;
  const auto set = (*installation)->load(problems);
  fmt::print(stderr, "{}", problems.render_all());
  if (!set) return fail(set.error());
  if (!*set) {
    return fail(Error(ErrorCode::invalid_input,
                      "what the rules read is not known while the files have errors"));
  }
  return command.only_print ? print(**installation, **set) : install(**installation, **set);
}

}  // namespace steward::app
