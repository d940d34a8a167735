// SPDX-License-Identifier: MIT
// `steward run` as a process of its own, with a configuration in a temporary folder.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

#include "support/test_database.hpp"

namespace steward::test {

/// A folder that is removed at its end, with a configuration of the shipped rules whose messages
/// go to a Maildir and a file below it.
class DaemonFolder {
 public:
  explicit DaemonFolder(const std::string& more_settings = "");
  ~DaemonFolder();
  DaemonFolder(const DaemonFolder&) = delete;
  DaemonFolder& operator=(const DaemonFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path config() const { return path_ / "steward.yaml"; }
  [[nodiscard]] std::filesystem::path log() const { return path_ / "log"; }
  /// The names of the messages in the Maildir.
  [[nodiscard]] std::size_t emails() const;
  [[nodiscard]] std::string text_messages() const;

 private:
  std::filesystem::path path_;
};

/// Killed at its end if it still runs.
class DaemonProcess {
 public:
  DaemonProcess(const DaemonFolder& folder, const TestDatabase& database);
  ~DaemonProcess();
  DaemonProcess(const DaemonProcess&) = delete;
  DaemonProcess& operator=(const DaemonProcess&) = delete;

  void signal(int number) const;
  /// Waits for its end; the exit code, or minus the signal that ended it.
  int wait();
  [[nodiscard]] bool is_running();

 private:
  pid_t pid_ = -1;
  int status_ = 0;
};

}  // namespace steward::test
