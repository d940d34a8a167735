// SPDX-License-Identifier: MIT
// `steward schema`: what an editor must know to complete and check files as they are typed.
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "app/commands.hpp"
#include "app/exit_code.hpp"
#include "steward/rules/schema.hpp"

namespace steward::app {
namespace {

Result<> write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream stream(path, std::ios::binary | std::ios::trunc);
  stream << text;
  stream.close();
  if (stream) return {};
  return Error(ErrorCode::unavailable, fmt::format("cannot write '{}'", path.string()));
}

Result<> write_all(const std::filesystem::path& folder) {
  std::error_code failure;
  std::filesystem::create_directories(folder, failure);
  if (failure) {
    return Error(ErrorCode::unavailable,
                 fmt::format("cannot make '{}': {}", folder.string(), failure.message()));
  }
  for (const auto kind : rules::schema_kinds()) {
    const auto path = folder / fmt::format("{}.json", rules::to_string(kind));
    if (auto written = write(path, rules::schema_text(kind)); !written) return written;
    fmt::print("{}\n", path.string());
  }
  return {};
}

}  // namespace

int run(const SchemaCommand& command, const std::filesystem::path&) {
  if (!command.folder.empty()) {
    const auto written = write_all(command.folder);
    return written ? kDone : fail(written.error());
  }
  fmt::print("{}", rules::schema_text(*rules::parse_schema_kind(command.kind)));
  return kDone;
}

}  // namespace steward::app
