// SPDX-License-Identifier: MIT
// One line of `steward schedule --jsonl`.
#include <cstdint>

#include "app/json_lines.hpp"
#include "app/schedule_lines.hpp"
#include "line_laws.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace steward;
  const std::string_view line(reinterpret_cast<const char*>(data), size);
  fuzz::check_answer(app::answer_json_line(line, app::answer_schedule_line));
  return 0;
}
