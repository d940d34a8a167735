// SPDX-License-Identifier: MIT
#include "steward/notify/heartbeat.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <filesystem>
#include <string_view>

#include "notify/curl_handle.hpp"
#include "notify/output_file.hpp"

namespace steward::notify {
namespace {

class FileHeartbeat final : public Heartbeat {
 public:
  explicit FileHeartbeat(std::filesystem::path path) : path_(std::move(path)) {}
  Result<> beat(Instant now) override { return replace_file(path_, to_rfc3339(now) + "\n"); }

 private:
  std::filesystem::path path_;
};

std::size_t drop_body(char*, std::size_t size, std::size_t count, void*) {
  return size * count;
}

class UrlHeartbeat final : public Heartbeat {
 public:
  UrlHeartbeat(std::string url, UrlParts parts, const HeartbeatTimeouts& timeouts)
      : url_(std::move(url)),
        parts_(std::move(parts)),
        timeouts_{timeouts.connect, timeouts.total} {}

  Result<> beat(Instant) override {
    const auto lease = pool_.lend();
    auto* handle = lease.get();
    Deadline deadline(timeouts_);
    set_common_options(handle, url_, parts_, timeouts_, deadline);
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, drop_body);
    const auto code = perform(handle);
    if (code != CURLE_OK) return Error(ErrorCode::unavailable, curl_easy_strerror(code));
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    if (status >= 200 && status < 300) return {};
    return Error(ErrorCode::unavailable, fmt::format("the answer was {}", status));
  }

 private:
  std::string url_;
  UrlParts parts_;
  Timeouts timeouts_;
  CurlPool pool_;
};

Error wrong(std::string_view what) {
  return {ErrorCode::invalid_input, fmt::format("the heartbeat's url: {}", what)};
}

}  // namespace

Result<std::unique_ptr<Heartbeat>> make_heartbeat(const std::string& url,
                                                  const HeartbeatTimeouts& timeouts) {
  constexpr std::string_view kFile = "file:";
  if (url.compare(0, kFile.size(), kFile) == 0) {
    if (url.size() == kFile.size()) return wrong("file: needs a path");
    return std::make_unique<FileHeartbeat>(url.substr(kFile.size()));
  }
  const auto parts = read_url(url);
  if (!parts || (parts->scheme != "http" && parts->scheme != "https") || parts->host.empty()) {
    return wrong("expected https://host/path, http://host/path or file:PATH");
  }
  return std::make_unique<UrlHeartbeat>(url, *parts, timeouts);
}

}  // namespace steward::notify
