// SPDX-License-Identifier: MIT
// `steward run` as a process of its own, with a configuration in a temporary folder.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>

#include "support/temporary_folder.hpp"
#include "support/test_database.hpp"

namespace steward::test {

/// A folder that is removed at its end, with a configuration of the shipped rules whose messages
/// go to a Maildir and a file below it.
class DaemonFolder {
 public:
  explicit DaemonFolder(const std::string& more_settings = "");

  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }
  [[nodiscard]] std::filesystem::path config() const { return path() / "steward.yaml"; }
  [[nodiscard]] std::filesystem::path log() const { return path() / "log"; }
  [[nodiscard]] std::string log_text() const;
  /// The number of the messages in the Maildir.
  [[nodiscard]] std::size_t emails() const;
  [[nodiscard]] std::string text_messages() const;

  /// Puts `text` for `old` in the configuration, which must have it.
  void configure(const std::string& old, const std::string& text) const;
  /// Makes the rules a copy of the shipped ones, to be changed; answers their folder.
  [[nodiscard]] std::filesystem::path with_rules_of_its_own() const;

 private:
  TemporaryFolder folder_;
};

/// Polls until `reached`. Throws with the log when it takes a minute.
void wait_until(const DaemonFolder& folder, const std::string& what,
                const std::function<bool()>& reached);

/// Killed at its end if it still runs.
class DaemonProcess {
 public:
  DaemonProcess(const DaemonFolder& folder, const TestDatabase& database)
      : DaemonProcess(folder, database.connection()) {}
  DaemonProcess(const DaemonFolder& folder, const std::string& connection);
  ~DaemonProcess();
  DaemonProcess(const DaemonProcess&) = delete;
  DaemonProcess& operator=(const DaemonProcess&) = delete;

  [[nodiscard]] pid_t pid() const { return pid_; }
  void signal(int number) const;
  /// Waits for its end; the exit code, or minus the signal that ended it.
  int wait();
  [[nodiscard]] bool is_running();

 private:
  pid_t pid_ = -1;
  int status_ = 0;
};

}  // namespace steward::test
