// SPDX-License-Identifier: MIT
// SMS into a text file on this machine: for a first look, and for tests.
#pragma once

#include <filesystem>

#include "steward/engine/transport.hpp"

namespace steward::notify {

/// Appends one readable block a message. The receipt is the file's path.
class SmsFileTransport final : public engine::Transport {
 public:
  explicit SmsFileTransport(std::filesystem::path file) : file_(std::move(file)) {}
  [[nodiscard]] Result<engine::Receipt> send(const model::OutgoingMessage& message) override;

 private:
  std::filesystem::path file_;
};

}  // namespace steward::notify
