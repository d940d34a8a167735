// SPDX-License-Identifier: MIT
#include "notify/output_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "steward/base/descriptor.hpp"

namespace steward::notify {
namespace {

Error failed(std::string_view what, const std::filesystem::path& path, int reason) {
  return Error(ErrorCode::unavailable, fmt::format("cannot {} {}: {}", what, path.string(),
                                                   std::generic_category().message(reason)));
}

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

Result<> replace_file(const std::filesystem::path& path, std::string_view text) {
  // Of this process alone: several may replace one file.
  const std::filesystem::path made = fmt::format("{}.{}", path.string(), ::getpid());
  if (const auto written = write_to(made, O_TRUNC, text); !written) return written;
  if (::rename(made.c_str(), path.c_str()) == 0) return {};
  const auto reason = errno;
  ::unlink(made.c_str());
  return failed("replace", path, reason);
}

}  // namespace steward::notify
