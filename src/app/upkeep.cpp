// SPDX-License-Identifier: MIT
#include "app/upkeep.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "app/durable_file.hpp"
#include "app/words.hpp"
#include "steward/store/daemons.hpp"
#include "steward/store/months.hpp"

namespace steward::app {

Upkeep::Upkeep(store::Pool& pool, const std::optional<rules::RetentionSettings>& settings)
    : pool_(pool) {
  if (!settings) return;
  folder_ = settings->folder;
  store::Archive archive;
  if (!folder_.empty()) {
    archive = [this](const std::string& name, const std::string& lines) {
      return this->archive(name, lines);
    };
  }
  retention_.emplace(pool, settings->after, std::move(archive));
}

Result<std::chrono::microseconds> Upkeep::run_once(Instant now) {
  if (!under_way_) {
    if (const auto prepared = store::prepare_months(pool_, now); !prepared) return prepared.error();
    if (const auto forgot = store::forget_daemons(pool_, now); !forgot) return forgot.error();
  }
  if (!retention_) return kEvery;
  not_written_.reset();
  under_way_ = false;  // also when this fails
  const auto step = retention_->run_once(now);
  if (not_written_) {
    set_trouble(fmt::format("retention: nothing is dropped, because it cannot be exported: {}",
                            not_written_->message()));
    return kAgain;
  }
  if (!step) return step.error();
  set_trouble("");
  tell(*step);
  under_way_ = step->more;
  if (step->more) return std::chrono::microseconds(0);
  if (!step->waits) {
    patience_ = kSoon;
    return kEvery;
  }
  return std::exchange(patience_, std::min<std::chrono::microseconds>(2 * patience_, kAgain));
}

std::string Upkeep::trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_;
}

Result<> Upkeep::archive(const std::string& name, const std::string& lines) {
  auto written = write_durably(folder_, name, lines);
  if (!written) not_written_ = written.error();
  return written;
}

void Upkeep::tell(const store::RetentionStep& step) const {
  const auto where = step.file.empty() ? "" : ", exported to " + (folder_ / step.file).string();
  if (step.promises > 0) {
    spdlog::info("retention: what hung on {} of {} is dropped{}", counted(step.promises, "promise"),
                 step.month, where);
  }
  if (step.messages > 0) {
    spdlog::info("retention: {} of {} dropped{}", counted(step.messages, "message"), step.month,
                 where);
  }
  if (step.dropped) spdlog::info("retention: the partitions of {} are dropped", step.month);
}

void Upkeep::set_trouble(std::string trouble) {
  const std::lock_guard lock(mutex_);
  if (trouble_.empty() && !trouble.empty()) spdlog::warn("{}; this is said once", trouble);
  if (!trouble_.empty() && trouble.empty()) spdlog::info("retention: exporting works again");
  trouble_ = std::move(trouble);
}

}  // namespace steward::app
