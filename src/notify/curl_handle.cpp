// SPDX-License-Identifier: MIT
#include "notify/curl_handle.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <stdexcept>

namespace steward::notify {
namespace {

/// Idle handles beyond this are closed: a burst should not hold a server's connections for ever.
constexpr std::size_t kMostIdle = 8;

void initialise_curl() {
  static const CURLcode done = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (done != CURLE_OK) throw std::runtime_error(curl_easy_strerror(done));
}

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

std::string part(CURLU* url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, 0) != CURLUE_OK) return {};
  std::string copy = text;
  curl_free(text);
  return copy;
}

/// libcurl asks about once a second, also while it waits for the answer to its goodbye.
int stop_when_passed(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Deadline*>(user)->passed() ? 1 : 0;
}

bool is_loopback(const std::string& host) {
  if (host == "localhost" || host == "[::1]") return true;
  in_addr address{};
  // By its number: a name such as 127.0.0.1.example is anybody's.
  return inet_pton(AF_INET, host.c_str(), &address) == 1 && ntohl(address.s_addr) >> 24 == 127;
}

}  // namespace

void CloseCurl::operator()(CURL* handle) const {
  curl_socket_t socket = CURL_SOCKET_BAD;
  curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, &socket);
  // The goodbye still goes out; its answer reads as the end.
  if (socket != CURL_SOCKET_BAD) ::shutdown(socket, SHUT_RD);
  curl_easy_cleanup(handle);
}

CurlPool::CurlPool() {
  initialise_curl();
}

CurlPool::Lease CurlPool::lend() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      CurlHandle handle = std::move(idle_.back());
      idle_.pop_back();
      return {*this, std::move(handle)};
    }
  }
  CurlHandle handle(curl_easy_init());
  if (!handle) throw std::runtime_error("libcurl gives no handle");
  return {*this, std::move(handle)};
}

void CurlPool::give_back(CurlHandle handle) {
  curl_easy_reset(handle.get());
  const std::lock_guard lock(mutex_);
  if (idle_.size() < kMostIdle) idle_.push_back(std::move(handle));
}

Result<UrlParts> read_url(const std::string& url) {
  const std::unique_ptr<CURLU, FreeUrl> parsed(curl_url());
  if (!parsed || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), CURLU_NON_SUPPORT_SCHEME) !=
                     CURLUE_OK) {
    return Error(ErrorCode::invalid_input, "not a URL");
  }
  UrlParts parts;
  parts.scheme = part(parsed.get(), CURLUPART_SCHEME);
  parts.host = part(parsed.get(), CURLUPART_HOST);
  parts.loopback = is_loopback(parts.host);
  parts.has_user = !part(parsed.get(), CURLUPART_USER).empty() ||
                   !part(parsed.get(), CURLUPART_PASSWORD).empty();
  return parts;
}

void set_common_options(CURL* handle, const std::string& url, const UrlParts& parts,
                        const Timeouts& timeouts, Deadline& deadline) {
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(timeouts.connect.count()));
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(timeouts.total.count()));
  curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, stop_when_passed);
  curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &deadline);
  if (parts.loopback) curl_easy_setopt(handle, CURLOPT_PROXY, "");
}

CURLcode perform(CURL* handle) {
  const auto code = curl_easy_perform(handle);
  return code == CURLE_ABORTED_BY_CALLBACK ? CURLE_OPERATION_TIMEDOUT : code;
}

}  // namespace steward::notify
