// SPDX-License-Identifier: MIT
// `steward apply`: a person takes the rule set that waits, or an older one.
#include <fmt/format.h>

#include <cstdio>

#include "app/commands.hpp"
#include "app/exit_code.hpp"
#include "app/loaded_set.hpp"
#include "app/opening.hpp"
#include "app/words.hpp"
#include "steward/engine/rule_sets.hpp"

namespace steward::app {
namespace {

/// The digest of the set that is meant.
Result<std::string> wanted(Installation& installation, const std::string& revision) {
  if (!revision.empty()) return find_set(installation, revision);
  const auto staged = engine::staged_set(installation.store());
  if (!staged) return staged.error();
  if (!staged->empty()) return *staged;
  return Error(ErrorCode::not_found,
               "no rule set waits: 'steward reload' offers the files of this host, 'steward rules "
               "log' shows the sets that 'steward apply REVISION' can take");
}

Result<model::RuleLoad> apply(Installation& installation, const ApplyCommand& command) {
  const auto digest = wanted(installation, command.revision);
  if (!digest) return digest.error();
  auto loading = loading_for(installation);
  if (!loading) return loading.error();
  Problems problems;
  const auto next = installation.load_stored(*digest, problems);
  if (!next) return next.error();
  if (*next == nullptr) {
    fmt::print(stderr, "{}", problems.render_all());
    return Error(ErrorCode::rejected,
                 fmt::format("rule set {} cannot be made any more: the database or this program "
                             "is another than it was written for",
                             shortened(*digest)));
  }
  Problems of_running;
  const auto running = installation.load_in_force(of_running);
  if (!running) return running.error();
  const auto now = installation.clock().now();
  if (!now) return now.error();
  return loading->apply(running->get(), **next,
                        offer_for(installation, model::LoadOrigin::apply, command.reason), *now);
}

}  // namespace

int run(const ApplyCommand& command, const std::filesystem::path& config) {
  const auto installation = open_installation(config);
  if (!installation) return fail(installation.error());
  if (const auto ready = require_schema(**installation); !ready) return fail(ready.error());
  const auto load = apply(**installation, command);
  if (!load) return fail(load.error());
  return report(*load);
}

}  // namespace steward::app
