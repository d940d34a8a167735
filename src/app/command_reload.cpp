// SPDX-License-Identifier: MIT
// `steward reload`: offers the files of this host, as an edit of them does.
#include <fmt/format.h>

#include <cstdio>

#include "app/commands.hpp"
#include "app/exit_code.hpp"
#include "app/loaded_set.hpp"
#include "app/opening.hpp"

namespace steward::app {
namespace {

Result<model::RuleLoad> offer(Installation& installation, engine::RuleLoading& loading,
                              const FilesRead& files) {
  Problems problems;
  const auto running = installation.load_in_force(problems);
  if (!running) return running.error();
  const auto now = installation.clock().now();
  if (!now) return now.error();
  const auto offer = offer_for(installation, model::LoadOrigin::reload);
  if (files.set != nullptr) return loading.offer(running->get(), *files.set, offer, *now);
  return loading.refuse(running->get(), refusal_of(files), offer, *now);
}

}  // namespace

int run(const ReloadCommand&, const std::filesystem::path& config) {
  const auto installation = open_installation(config);
  if (!installation) return fail(installation.error());
  if (const auto ready = require_schema(**installation); !ready) return fail(ready.error());
  auto loading = loading_for(**installation);
  if (!loading) return fail(loading.error());
  const auto files = (*installation)->read();
  if (!files) return fail(files.error());
  fmt::print(stderr, "{}", files->problems.render_all());
  const auto load = offer(**installation, *loading, *files);
  if (!load) return fail(load.error());
  return report(*load);
}

}  // namespace steward::app
