// SPDX-License-Identifier: MIT
#include "steward/base/logging.hpp"

#include <fmt/format.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <memory>

#include "steward/base/instant.hpp"
#include "steward/base/json.hpp"

namespace steward {
namespace {

/// One JSON object a line: {"time":…,"level":…,"message":…}.
class JsonFormatter final : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
    const auto level = spdlog::level::to_string_view(message.level);
    const json::object line{
        {"time", to_rfc3339(std::chrono::time_point_cast<Microseconds>(message.time))},
        {"level", std::string_view(level.data(), level.size())},
        {"message", std::string_view(message.payload.data(), message.payload.size())}};
    fmt::format_to(std::back_inserter(out), "{}\n", json::serialize(line));
  }
  [[nodiscard]] std::unique_ptr<spdlog::formatter> clone() const override {
    return std::make_unique<JsonFormatter>();
  }
};

}  // namespace

Result<> set_up_logging(LogFormat format, std::string_view level) {
  // spdlog reads every unknown word as "off".
  const auto wanted = spdlog::level::from_str(std::string(level));
  if (wanted == spdlog::level::off) {
    return Error(ErrorCode::invalid_input,
                 fmt::format("'{}' is not a log level: expected trace, debug, info, warning or "
                             "error",
                             level));
  }
  std::shared_ptr<spdlog::logger> logger;
  if (format == LogFormat::json) {
    logger = std::make_shared<spdlog::logger>("steward",
                                              std::make_shared<spdlog::sinks::stderr_sink_mt>());
    logger->set_formatter(std::make_unique<JsonFormatter>());
  } else {
    logger = std::make_shared<spdlog::logger>(
        "steward", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
    logger->set_pattern("%H:%M:%S %^%-7l%$ %v");
  }
  logger->set_level(wanted);
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
  return {};
}

}  // namespace steward
