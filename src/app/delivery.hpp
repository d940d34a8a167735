// SPDX-License-Identifier: MIT
// The configured channels, and whether anything leaves by them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "steward/engine/dispatcher.hpp"
#include "steward/engine/transport.hpp"
#include "steward/rules/settings.hpp"

namespace steward::app {

class Delivery {
 public:
  /// Errors: `invalid_input` when a channel cannot be set up.
  [[nodiscard]] static Result<Delivery> from(const rules::Settings& settings);

  /// Null when the channel is not configured.
  [[nodiscard]] engine::Transport* email() const { return email_.get(); }
  [[nodiscard]] engine::Transport* sms() const { return sms_.get(); }
  [[nodiscard]] engine::DeliveryMode mode() const { return settings_.mode; }
  [[nodiscard]] engine::DispatchSettings settings(const std::string& daemon) const;

  /// What leaves this installation, in a sentence; `withheld` is what did not in the last 24 hours.
  [[nodiscard]] std::string sentence(std::int64_t withheld) const;

 private:
  Delivery() = default;
  engine::DispatchSettings settings_;
  std::unique_ptr<engine::Transport> email_;
  std::unique_ptr<engine::Transport> sms_;
};

}  // namespace steward::app
