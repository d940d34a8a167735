// SPDX-License-Identifier: MIT
// Calendar files, several in one input, with a line "=====" between them.
#include <cstdint>
#include <vector>

#include "calendar_laws.hpp"
#include "laws.hpp"
#include "rules/calendar_family.hpp"
#include "rules/calendar_reader.hpp"
#include "rules/yaml_parser.hpp"

namespace steward::fuzz {
namespace {

constexpr std::string_view kBetweenFiles = "\n=====\n";

std::vector<std::string> files_in(std::string_view input) {
  std::vector<std::string> files;
  while (true) {
    const auto end = input.find(kBetweenFiles);
    files.emplace_back(input.substr(0, end));
    if (end == std::string_view::npos) return files;
    input.remove_prefix(end + kBetweenFiles.size());
  }
}

/// Instants of five years around 2026, other ones for each input (FNV-1a), and one of a DST change.
std::vector<Instant> instants_for(std::string_view input) {
  using namespace std::chrono_literals;
  constexpr std::chrono::sys_days kFirst(std::chrono::year(2024) / 1 / 1);
  constexpr std::chrono::sys_seconds kNewYorkFallsBack =
      std::chrono::sys_days(std::chrono::year(2026) / 11 / 1) + 5h + 30min;
  std::uint64_t mixed = 14695981039346656037U;
  for (const char c : input) mixed = (mixed ^ static_cast<unsigned char>(c)) * 1099511628211U;
  const auto seconds = [](std::uint64_t number) {
    return std::chrono::seconds(static_cast<std::int64_t>(number % (5U * 365 * 86400)));
  };
  return {kNewYorkFallsBack, kFirst + seconds(mixed), kFirst + seconds(mixed >> 24U)};
}

void read_files(std::string_view input) {
  Problems problems;
  rules::CalendarFamily family(calendar::Zone(), problems);
  int number = 0;
  for (const auto& text : files_in(input)) {
    const auto name = fmt::format("{}.yaml", ++number);
    problems.add_source(name, text);
    if (const auto tree = rules::parse_yaml(rules::SourceText(name, text), problems)) {
      family.add(rules::read_calendar(*tree, rules::CalendarForm::file, problems));
    } else {
      family.leave_open();
    }
  }
  family.build();
  law(static_cast<int>(family.calendars().size()) <= number + 1, "a file is one calendar",
      fmt::format("{} of {} files", family.calendars().size(), number));
  law(static_cast<int>(family.calendars().size()) == number + 1 || problems.has_errors(),
      "what is left out is reported", fmt::format("{} files", number));
  static_cast<void>(problems.render_all());
  for (const auto& [name, calendar] : family.calendars()) {
    for (const auto start : instants_for(input)) check_calendar(calendar, start);
  }
}

}  // namespace
}  // namespace steward::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  steward::fuzz::read_files({reinterpret_cast<const char*>(data), size});
  return 0;
}
