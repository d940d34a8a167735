// SPDX-License-Identifier: MIT
// Email into a Maildir on this machine: for a first look, and for tests.
#pragma once

#include <atomic>
#include <filesystem>

#include "steward/engine/transport.hpp"
#include "steward/notify/address.hpp"

namespace steward::notify {

/// One file a message in `new/`, named by the message id: a message sent twice is there once.
/// The receipt is the file's path.
class MaildirTransport final : public engine::Transport {
 public:
  MaildirTransport(std::filesystem::path folder, Mailbox from)
      : folder_(std::move(folder)), from_(std::move(from)) {}
  [[nodiscard]] Result<engine::Receipt> send(const model::OutgoingMessage& message) override;

 private:
  std::filesystem::path folder_;
  Mailbox from_;
  std::atomic<unsigned> written_{0};
};

}  // namespace steward::notify
