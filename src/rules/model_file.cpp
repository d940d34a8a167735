// SPDX-License-Identifier: MIT
#include "steward/rules/model_file.hpp"

#include "rules/model_catalog.hpp"
#include "rules/model_reader.hpp"
#include "rules/naming.hpp"
#include "rules/yaml_parser.hpp"

namespace steward::rules {

LoadedModel load_model(const std::filesystem::path& model, const model::Catalog& catalog,
                       Problems& problems) {
  LoadedModel loaded{catalog, {}, false, {}};
  if (model.empty()) return loaded;
  const auto file = parse_yaml_file(model.string(), problems);
  if (!file) return loaded;
  loaded.catalog = complete_catalog(*file, catalog, problems);
  auto read = read_model(*file, loaded.catalog, problems);
  loaded.zone = read.zone;
  loaded.says_zone = file->find("zone") != nullptr;
  loaded.people = std::move(read.people);
  return loaded;
}

bool can_be_spelled(std::string_view name) {
  return is_expression_name(name);
}

}  // namespace steward::rules
