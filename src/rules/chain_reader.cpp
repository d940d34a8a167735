// SPDX-License-Identifier: MIT
#include "rules/chain_reader.hpp"

#include <fmt/format.h>

#include "rules/addressing.hpp"
#include "rules/moment.hpp"
#include "rules/yaml_reader.hpp"

namespace steward::rules {
namespace {

void read_level(const YamlNode& node, const std::string& what, PlacedChain& placed,
                Problems& problems) {
  const bool is_first = placed.chain.levels.empty();
  YamlReader reader(node, level_keys(), what, problems);
  model::Level level;
  Wording wording;
  if (!is_first) reader.demand("wait");
  if (const auto* wait = reader.text("wait")) {
    const auto length = calendar::parse_elapsed(trimmed(wait->text()));
    if (!length) report_length(wait->mark(), length.error(), problems);
    level.wait = length ? *length : Microseconds(0);
  }
  level.notify = read_recipients(reader, "notify", problems);
  level.out_of_hours = read_recipients(reader, "out_of_hours", problems);
  level.by = read_channels(reader, wording, problems);
  level.template_name = read_template_name(reader, wording, problems);
  reader.finish();
  placed.chain.levels.push_back(std::move(level));
  placed.wordings.push_back(std::move(wording));
}

PlacedChain read_chain(const YamlNode& node, Problems& problems) {
  PlacedChain placed;
  auto& chain = placed.chain;
  std::string what = "the chain";
  YamlReader reader(node, chain_keys(), what, problems);
  chain.name = reader.name("chain");
  chain.mark = reader.mark_of("chain");
  if (!chain.name.empty()) {
    what = fmt::format("chain '{}'", chain.name);
    reader.rename(what);
  }
  chain.title = reader.line("title");
  chain.source = reader.line("source");
  if (const auto* calendar = reader.text("calendar")) {
    placed.calendar = *calendar;
    chain.calendar = trimmed(calendar->text());
  }
  if (const auto* levels = reader.list("levels")) {
    for (const auto& level : levels->items) {
      read_level(level, fmt::format("level {} of {}", chain.levels.size() + 1, what), placed,
                 problems);
    }
  }
  reader.finish();
  return placed;
}

}  // namespace

std::vector<PlacedChain> read_chains(const YamlNode& file, Problems& problems) {
  YamlReader reader(file, chain_file_keys(), "an escalation file", problems);
  const auto* list = reader.list("chains");
  reader.finish();
  std::vector<PlacedChain> chains;
  if (list == nullptr) return chains;
  for (const auto& item : list->items) chains.push_back(read_chain(item, problems));
  return chains;
}

}  // namespace steward::rules
