// SPDX-License-Identifier: MIT
#include "app/durable_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "steward/base/descriptor.hpp"

namespace steward::app {
namespace {

namespace fs = std::filesystem;

Error failed(std::string_view what, const fs::path& path, int reason) {
  return Error(ErrorCode::unavailable, fmt::format("cannot {} {}: {}", what, path.string(),
                                                   std::generic_category().message(reason)));
}

Result<> write_all(int file, const fs::path& path, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failed("write", path, errno);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<> write_new(const fs::path& path, std::string_view text) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC,
                               S_IRUSR | S_IWUSR));
  if (file.get() < 0) return failed("open", path, errno);
  if (::fchmod(file.get(), S_IRUSR | S_IWUSR) != 0) return failed("write", path, errno);
  if (auto written = write_all(file.get(), path, text); !written) return written;
  if (::fsync(file.get()) != 0) return failed("write", path, errno);
  return {};
}

/// What was renamed in it stays so.
Result<> sync_folder(const fs::path& folder) {
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.get() < 0) return failed("open", folder, errno);
  if (::fsync(opened.get()) != 0) return failed("write", folder, errno);
  return {};
}

Result<> make_folder(const fs::path& folder) {
  if (::mkdir(folder.c_str(), S_IRWXU) == 0) return sync_folder(folder.parent_path());
  return errno == EEXIST ? Result<>() : failed("make the folder", folder, errno);
}

}  // namespace

Result<> write_durably(const fs::path& folder, const std::string& name, std::string_view text) {
  if (auto made = make_folder(folder); !made) return made;
  const auto unfinished = folder / ("." + name + ".unfinished");
  if (auto written = write_new(unfinished, text); !written) {
    ::unlink(unfinished.c_str());
    return written;
  }
  const auto path = folder / name;
  if (::rename(unfinished.c_str(), path.c_str()) != 0) return failed("write", path, errno);
  return sync_folder(folder);
}

}  // namespace steward::app
