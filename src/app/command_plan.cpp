// SPDX-License-Identifier: MIT
// `steward plan`: what loading the files would do, before it is done.
#include <fmt/format.h>

#include <cstdio>

#include "app/commands.hpp"
#include "app/delivery.hpp"
#include "app/exit_code.hpp"
#include "app/opening.hpp"
#include "app/plan_json.hpp"
#include "app/plan_table.hpp"
#include "app/terminal.hpp"
#include "app/words.hpp"

namespace steward::app {
namespace {

using Set = std::shared_ptr<const model::RuleSet>;

/// The sets to compare; `next` is null when the files have errors.
struct Sets {
  Set running;
  Set next;
};

Result<Sets> read(Installation& installation) {
  Problems problems;
  auto next = installation.load(problems);
  fmt::print(stderr, "{}", problems.render_all());
  if (!next) return next.error();
  Sets sets{nullptr, std::move(*next)};
  if (!sets.next) return sets;
  Problems stored;
  auto running = installation.load_in_force(stored);
  if (!running) return running.error();
  sets.running = std::move(*running);
  if (!sets.running && stored.has_errors()) {
    fmt::print(stderr,
               "The set in force cannot be read any more; what it would say is left out:\n{}",
               stored.render_all());
  }
  return sets;
}

/// The closing sentence.
std::string verdict(const engine::Plan& plan, const model::ReloadLimits& limits,
                    const std::string& reason) {
  const auto taken_back = plan.count(engine::Effect::unbreached);
  if (taken_back == 0) return engine::verdict(plan, limits);
  if (reason.empty()) {
    return fmt::format("Refused without --reason: {} would be taken back. {}",
                       taken_back == 1 ? "1 breach" : fmt::format("{} breaches", taken_back),
                       engine::verdict(plan, limits));
  }
  return engine::verdict(plan, limits);
}

}  // namespace

int run(const PlanCommand& command, const std::filesystem::path& config) {
  const auto installation = open_installation(config);
  if (!installation) return fail(installation.error());
  if (const auto ready = require_schema(**installation); !ready) return fail(ready.error());
  const auto delivery = Delivery::from((*installation)->settings());
  if (!delivery) return fail(delivery.error());
  const auto sets = read(**installation);
  if (!sets) return fail(sets.error());
  if (!sets->next) return kRefused;
  const auto now = (*installation)->clock().now();
  if (!now) return fail(now.error());

  engine::PlanOptions options;
  options.delivery = delivery->settings("plan");
  const auto plan =
      engine::make_plan((*installation)->store(), sets->running.get(), *sets->next, *now, options);
  if (!plan) return fail(plan.error());
  const auto& limits = (*installation)->settings().reload_limits;
  const auto sentence = verdict(*plan, limits, command.reason);
  if (command.format == Format::json) {
    fmt::print("{}", plan_in_json(*plan, limits, sentence));
  } else {
    fmt::print("{}\n{}\n", plan_in_tables(*plan, {sets->next->zone, style_of_stdout()}), sentence);
  }
  return engine::harmless(*plan, limits) ? kDone : kRefused;
}

}  // namespace steward::app
