// SPDX-License-Identifier: MIT
#include "notify/output_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace steward::notify {
namespace {

Error failed(std::string_view what, const std::filesystem::path& path, int reason) {
  return Error(ErrorCode::unavailable, fmt::format("cannot {} {}: {}", what, path.string(),
                                                   std::generic_category().message(reason)));
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return number_; }

 private:
  int number_;
};

Result<> write_to(const std::filesystem::path& path, int flags, std::string_view text) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0640));
  if (file.get() < 0) return failed("open", path, errno);
  const auto written = ::write(file.get(), text.data(), text.size());
  if (written < 0) return failed("write", path, errno);
  // A regular file takes all or the disk is full.
  if (static_cast<std::size_t>(written) != text.size()) return failed("write", path, ENOSPC);
  // A pipe or a terminal cannot be synced, and need not be.
  if (::fsync(file.get()) != 0 && errno != EINVAL && errno != EROFS) {
    return failed("write", path, errno);
  }
  return {};
}

}  // namespace

Result<> write_new_file(const std::filesystem::path& path, std::string_view text) {
  return write_to(path, O_EXCL, text);
}

Result<> append_to_file(const std::filesystem::path& path, std::string_view text) {
  return write_to(path, O_APPEND, text);
}

}  // namespace steward::notify
