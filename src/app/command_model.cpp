// SPDX-License-Identifier: MIT
// `steward model`: what rules can name, and whether a database's catalog can be kept for later.
#include <fmt/format.h>

#include <cstdio>
#include <fstream>

#include "app/commands.hpp"
#include "app/exit_code.hpp"
#include "app/model_listing.hpp"
#include "app/opening.hpp"
#include "app/terminal.hpp"
#include "app/words.hpp"
#include "steward/model/catalog_json.hpp"
#include "steward/rules/loader.hpp"
#include "steward/rules/model_suggestion.hpp"
#include "steward/store/catalog.hpp"

namespace steward::app {
namespace {

int save(const ModelCommand& command, const model::Snapshot& snapshot) {
  std::ofstream file(command.save);
  file << model::snapshot_to_json(snapshot);
  file.close();
  if (!file) {
    return fail(
        Error(ErrorCode::unavailable, fmt::format("{} cannot be written", command.save.string())));
  }
  fmt::print("saved {} of the schema '{}' to {}\n",
             counted(snapshot.catalog.entities.size(), "table"), snapshot.schema,
             command.save.string());
  return kDone;
}

int show(const ModelCommand& command, const rules::LoadedModel& model, const std::string& schema) {
  if (command.entity.empty()) {
    fmt::print("{}", command.format == Format::json
                         ? model::in_lines(model_json(model, schema)) + "\n"
                         : model_text(model, schema, style_of_stdout()));
    return kDone;
  }
  const auto* entity = model.catalog.find(command.entity);
  if (entity == nullptr) {
    std::vector<std::string> names;
    for (const auto& [name, unused] : model.catalog.entities) names.push_back(name);
    const auto hint = spelling_hint(command.entity, names);
    return fail(Error(ErrorCode::invalid_input,
                      fmt::format("the model has no entity '{}'{}", command.entity,
                                  hint.empty() ? "" : "; " + hint)));
  }
  fmt::print("{}", command.format == Format::json
                       ? model::in_lines(model::to_json(*entity)) + "\n"
                       : entity_text(*entity, model.catalog, style_of_stdout()));
  return kDone;
}

}  // namespace

int run(const ModelCommand& command, const std::filesystem::path& config) {
  const auto installation = open_installation(config);
  if (!installation) return fail(installation.error());
  const auto& path = (*installation)->settings().paths.model;
  Problems problems;
  const auto schema = rules::read_model_header(path, problems).schema;
  const auto catalog = store::read_catalog((*installation)->pool(), schema);
  if (!catalog) return fail(catalog.error());
  if (!command.save.empty()) return save(command, {schema, *catalog});
  if (command.suggest) {
    fmt::print("{}", rules::suggest_model(schema, *catalog));
    return kDone;
  }
  Problems found;
  const auto model = rules::load_model(path, *catalog, found);
  fmt::print(stderr, "{}", found.render_all());
  const auto code = show(command, model, schema);
  return code == kDone && found.has_errors() ? kRefused : code;
}

}  // namespace steward::app
