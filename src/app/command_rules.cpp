// SPDX-License-Identifier: MIT
// `steward rules`: which sets were in force, what they said, and how two of them differ.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdio>
#include <map>

#include "app/commands.hpp"
#include "app/exit_code.hpp"
#include "app/loaded_set.hpp"
#include "app/opening.hpp"
#include "app/terminal.hpp"
#include "app/text_diff.hpp"
#include "app/words.hpp"
#include "steward/engine/rule_sets.hpp"
#include "steward/rules/rule_excerpt.hpp"

namespace steward::app {
namespace {

using Loads = std::vector<model::RuleLoad>;

/// The first sentences of what a load did, a line each: a diagnosis has several.
std::string indented(const std::vector<std::string>& sentences) {
  std::string text;
  for (const auto& sentence : sentences) {
    std::string_view rest = sentence;
    while (!rest.empty()) {
      const auto end = std::min(rest.find('\n'), rest.size());
      text += fmt::format("    {}\n", rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return text;
}

Tint tint_of(model::LoadOutcome outcome) {
  return outcome == model::LoadOutcome::in_force ? Tint::green : Tint::red;
}

std::string table(const Loads& loads, const calendar::Zone& zone) {
  if (loads.empty()) return "No rule set was ever loaded.\n";
  const auto style = style_of_stdout();
  std::string text;
  for (const auto& load : loads) {
    text +=
        fmt::format("{}  {}  {}  {}{} by {}, {}\n", calendar::format_table(load.at, zone),
                    shortened(load.digest),
                    tinted(model::to_string(load.outcome), tint_of(load.outcome), style.coloured),
                    load.rules == 0 ? "" : counted(load.rules, "rule") + ", ",
                    model::to_string(load.origin), load.by, load.configuration);
    if (!load.reason.empty()) text += fmt::format("    reason: {}\n", printable(load.reason));
    text += indented(load.said);
    if (!load.told.empty()) text += fmt::format("    told: {}\n", fmt::join(load.told, ", "));
  }
  return text;
}

std::string csv(const Loads& loads) {
  auto text = csv_record({"at", "digest", "outcome", "origin", "by", "host", "configuration",
                          "before", "rules", "reason", "said", "told"});
  for (const auto& load : loads) {
    const auto lines = [](const std::vector<std::string>& all) {
      return fmt::format("{}", fmt::join(all, "\n"));
    };
    text += csv_record(
        {csv_instant(load.at), load.digest, std::string(model::to_string(load.outcome)),
         std::string(model::to_string(load.origin)), load.by, load.host, load.configuration,
         load.before, std::to_string(load.rules), load.reason, lines(load.said), lines(load.told)});
  }
  return text;
}

std::string json(const Loads& loads) {
  json::array all;
  for (const auto& load : loads) {
    all.push_back(json::object{{"at", json_instant(load.at)},
                               {"digest", load.digest},
                               {"outcome", model::to_string(load.outcome)},
                               {"origin", model::to_string(load.origin)},
                               {"by", load.by},
                               {"host", load.host},
                               {"configuration", load.configuration},
                               {"before", json_text(load.before)},
                               {"rules", load.rules},
                               {"reason", json_text(load.reason)},
                               {"said", json::array(load.said.begin(), load.said.end())},
                               {"told", json::array(load.told.begin(), load.told.end())}});
  }
  return json_lines(all);
}

/// The installation, with its schema up to date.
Result<std::unique_ptr<Installation>> opened(const std::filesystem::path& config) {
  auto installation = open_installation(config);
  if (!installation) return installation;
  if (const auto ready = require_schema(**installation); !ready) return ready.error();
  return installation;
}

/// A set with the name under which it is shown.
struct NamedFiles {
  std::string name;
  std::vector<model::SourceFile> files;
};

Result<NamedFiles> stored(Installation& installation, const std::string& prefix) {
  const auto digest = find_set(installation, prefix);
  if (!digest) return digest.error();
  auto files = engine::stored_files(installation.store(), *digest);
  if (!files) return files.error();
  return NamedFiles{shortened(*digest), std::move(*files)};
}

Result<NamedFiles> in_force(Installation& installation) {
  auto set = engine::stored_in_force(installation.store());
  if (!set) return set.error();
  if (set->files.empty()) {
    return Error(ErrorCode::not_found, "no rule set is in force");
  }
  return NamedFiles{shortened(set->digest), std::move(set->files)};
}

NamedFiles on_disk(Installation& installation) {
  Problems problems;
  const auto files = rules::read_files(installation.settings().paths, problems);
  if (problems.has_errors()) fmt::print(stderr, "{}", problems.render_all());
  return {"files", files.sources()};
}

/// By a set's digest or a rule's revision; the set in force for "".
Result<NamedFiles> named(Installation& installation, const std::string& revision) {
  if (revision.empty()) return in_force(installation);
  auto found = stored(installation, revision);
  if (found || found.error().code() != ErrorCode::not_found) return found;
  std::string digest;
  const auto done = installation.store().observe([&](engine::Transaction& transaction) -> Result<> {
    digest = transaction.load_book().set_with_revision(revision);
    return {};
  });
  if (!done) return done.error();
  if (digest.empty()) return found;
  return stored(installation, digest);
}

int show_all(const NamedFiles& set) {
  for (const auto& file : set.files) {
    fmt::print("# ---- {} ({})\n{}{}", file.path, model::to_string(file.kind), file.text,
               file.text.empty() || file.text.back() != '\n' ? "\n" : "");
  }
  return kDone;
}

int show_rule(const NamedFiles& set, const std::string& rule) {
  for (const auto& file : set.files) {
    if (file.kind != model::FileKind::rule) continue;
    const auto excerpt = rules::rule_excerpt(file.text, rule);
    if (!excerpt) continue;
    fmt::print("# {} of rule set {}\n{}", file.path, set.name, *excerpt);
    return kDone;
  }
  return fail(
      Error(ErrorCode::not_found, fmt::format("rule set {} has no rule '{}'", set.name, rule)));
}

std::string diff_of(const NamedFiles& before, const NamedFiles& after) {
  std::map<std::pair<model::FileKind, std::string>, std::pair<std::string, std::string>> texts;
  for (const auto& file : before.files) texts[{file.kind, file.path}].first = file.text;
  for (const auto& file : after.files) texts[{file.kind, file.path}].second = file.text;
  std::string text;
  for (const auto& [file, both] : texts) {
    text += unified_diff(before.name + "/" + file.second, after.name + "/" + file.second,
                         both.first, both.second);
  }
  return text;
}

}  // namespace

int run(const RulesLogCommand& command, const std::filesystem::path& config) {
  const auto installation = opened(config);
  if (!installation) return fail(installation.error());
  const auto organisation = read_organisation(**installation);
  if (!organisation) return fail(organisation.error());
  const auto limit = line_limit(command.limit, command.format);
  Loads loads;
  const auto done =
      (*installation)->store().observe([&](engine::Transaction& transaction) -> Result<> {
        loads = transaction.load_book().loads(static_cast<std::size_t>(limit.value_or(1'000'000)));
        return {};
      });
  if (!done) return fail(done.error());
  fmt::print("{}", command.format == Format::csv    ? csv(loads)
                   : command.format == Format::json ? json(loads)
                                                    : table(loads, organisation->zone));
  return kDone;
}

int run(const RulesShowCommand& command, const std::filesystem::path& config) {
  const auto installation = opened(config);
  if (!installation) return fail(installation.error());
  const auto set = named(**installation, command.revision);
  if (!set) return fail(set.error());
  return command.rule.empty() ? show_all(*set) : show_rule(*set, command.rule);
}

int run(const RulesDiffCommand& command, const std::filesystem::path& config) {
  const auto installation = opened(config);
  if (!installation) return fail(installation.error());
  const auto before =
      command.from.empty() ? in_force(**installation) : stored(**installation, command.from);
  if (!before) return fail(before.error());
  const auto after = !command.to.empty()     ? stored(**installation, command.to)
                     : !command.from.empty() ? in_force(**installation)
                                             : Result<NamedFiles>(on_disk(**installation));
  if (!after) return fail(after.error());
  fmt::print("{}", diff_of(*before, *after));
  return kDone;
}

}  // namespace steward::app
