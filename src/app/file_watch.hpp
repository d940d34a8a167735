// SPDX-License-Identifier: MIT
// Notices that files changed: also when an editor writes a new one and renames it over the old.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "steward/base/error.hpp"

namespace steward::app {

namespace asio = boost::asio;

/// Watches folders rather than files (inotify): what is renamed over a file is another file. Used
/// on the loop's thread only.
class FileWatch {
 public:
  /// `changed` is called on the loop when nothing has changed any more for `settled`; it may be
  /// called for nothing. Errors: `unavailable` when the system has no inotify to give.
  [[nodiscard]] static Result<std::unique_ptr<FileWatch>> open(
      asio::io_context& loop, std::chrono::steady_clock::duration settled,
      std::function<void()> changed);

  /// Watches these files, and folders with what lies in them, besides what is watched already. What
  /// is not there is watched for where it should be. Answers what cannot be watched, a line each.
  std::vector<std::string> watch(const std::vector<std::filesystem::path>& paths);
  void stop();

 private:
  /// What counts in a watched folder.
  struct Interest {
    bool everything = false;
    std::set<std::string> names;
  };

  FileWatch(asio::io_context& loop, int inotify, std::chrono::steady_clock::duration settled,
            std::function<void()> changed);
  void add(const std::filesystem::path& folder, const std::string& name,
           std::vector<std::string>& failures);
  void wait();
  /// Whether something that counts happened.
  bool read_events();
  void settle();

  asio::posix::stream_descriptor inotify_;
  asio::steady_timer quiet_;
  std::chrono::steady_clock::duration settled_;
  std::function<void()> changed_;
  std::map<int, Interest> interests_;  ///< by watch descriptor
};

}  // namespace steward::app
