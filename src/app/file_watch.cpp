// SPDX-License-Identifier: MIT
#include "app/file_watch.hpp"

#include <fmt/format.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace steward::app {
namespace {

namespace fs = std::filesystem;

// Not IN_MODIFY: a file is looked at when who writes it has closed it.
constexpr std::uint32_t kEvents = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM |
                                  IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;

/// The whole folder, and the other end of links on the way to it.
std::vector<fs::path> with_its_target(const fs::path& path) {
  std::vector<fs::path> all{path};
  std::error_code failure;
  auto target = fs::canonical(path, failure);
  if (!failure && target != path) all.push_back(std::move(target));
  return all;
}

}  // namespace

FileWatch::FileWatch(asio::io_context& loop, int inotify,
                     std::chrono::steady_clock::duration settled, std::function<void()> changed)
    : inotify_(loop, inotify), quiet_(loop), settled_(settled), changed_(std::move(changed)) {}

Result<std::unique_ptr<FileWatch>> FileWatch::open(asio::io_context& loop,
                                                   std::chrono::steady_clock::duration settled,
                                                   std::function<void()> changed) {
  const int inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (inotify < 0) {
    return Error(ErrorCode::unavailable,
                 fmt::format("inotify cannot be had: {}", std::strerror(errno)));
  }
  auto watch =
      std::unique_ptr<FileWatch>(new FileWatch(loop, inotify, settled, std::move(changed)));
  watch->wait();
  return watch;
}

std::vector<std::string> FileWatch::watch(const std::vector<fs::path>& paths) {
  std::vector<std::string> failures;
  for (const auto& path : paths) {
    for (const auto& one : with_its_target(path)) {
      std::error_code ignored;
      if (fs::is_directory(one, ignored)) add(one, "", failures);
      // Its parent, too: a folder may be replaced as a whole.
      add(one.parent_path(), one.filename().string(), failures);
    }
  }
  return failures;
}

/// `name` alone counts in the folder; everything does for "".
void FileWatch::add(const fs::path& folder, const std::string& name,
                    std::vector<std::string>& failures) {
  const int watched = inotify_add_watch(inotify_.native_handle(), folder.c_str(), kEvents);
  if (watched < 0) {
    failures.push_back(fmt::format("{}: {}", folder.string(), std::strerror(errno)));
    return;
  }
  auto& interest = interests_[watched];
  if (name.empty()) {
    interest.everything = true;
  } else {
    interest.names.insert(name);
  }
}

void FileWatch::stop() {
  boost::system::error_code ignored;
  inotify_.close(ignored);
  quiet_.cancel();
}

void FileWatch::wait() {
  inotify_.async_wait(asio::posix::stream_descriptor::wait_read,
                      [this](const boost::system::error_code& failed) {
                        if (failed) return;
                        if (read_events()) settle();
                        wait();
                      });
}

bool FileWatch::read_events() {
  bool counts = false;
  alignas(inotify_event) std::array<char, 16 * 1024> events{};
  while (true) {
    const auto length = ::read(inotify_.native_handle(), events.data(), events.size());
    if (length <= 0) return counts;
    for (const char* at = events.data(); at < events.data() + length;) {
      const auto& event = *reinterpret_cast<const inotify_event*>(at);
      at += sizeof(inotify_event) + event.len;
      const std::string name = event.len > 0 ? event.name : "";
      const auto interest = interests_.find(event.wd);
      // Events were lost, or the folder itself went: anything may have changed. A name that begins
      // with two dots is what a mounted configuration is switched by.
      if (interest == interests_.end() || name.empty() || interest->second.everything ||
          interest->second.names.count(name) > 0 || name.rfind("..", 0) == 0) {
        counts = counts || (event.mask & IN_IGNORED) == 0;
      }
      if ((event.mask & IN_IGNORED) != 0) interests_.erase(event.wd);
    }
  }
}

void FileWatch::settle() {
  quiet_.expires_after(settled_);
  quiet_.async_wait([this](const boost::system::error_code& restarted) {
    if (!restarted) changed_();
  });
}

}  // namespace steward::app
