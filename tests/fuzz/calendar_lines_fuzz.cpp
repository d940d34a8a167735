// SPDX-License-Identifier: MIT
// One line of `steward calendar --jsonl`.
#include <cstdint>

#include "app/calendar_lines.hpp"
#include "app/json_lines.hpp"
#include "line_laws.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace steward;
  const std::string_view line(reinterpret_cast<const char*>(data), size);
  app::CalendarLines lines([](std::string_view name) -> Result<calendar::Calendar> {
    if (name == "always") return calendar::Calendar::always(calendar::Zone());
    return Error(ErrorCode::not_found, "there is no such calendar");
  });
  fuzz::check_answer(app::answer_json_line(
      line, [&](const json::object& request) { return lines.answer(request); }));
  return 0;
}
