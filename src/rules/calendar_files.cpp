// SPDX-License-Identifier: MIT
#include "steward/rules/calendar_files.hpp"

#include "rules/calendar_family.hpp"
#include "rules/model_reader.hpp"
#include "rules/yaml_parser.hpp"

namespace steward::rules {

Calendars load_calendars(const std::vector<std::filesystem::path>& paths,
                         const calendar::Zone& zone, Instant, Problems& problems) {
  FileReading files(problems);
  return read_calendars(paths, zone, files, problems).calendars();
}

calendar::Zone read_model_zone(const std::filesystem::path& model, Problems& problems) {
  if (model.empty()) return {};
  const auto file = parse_yaml_file(model.string(), problems);
  return file ? read_model_zone(*file, problems) : calendar::Zone();
}

}  // namespace steward::rules
