// SPDX-License-Identifier: MIT
// libcurl's easy handles: owned, kept with their connections, lent to one thread at a time.
#pragma once

#include <curl/curl.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "steward/base/error.hpp"

namespace steward::notify {

/// Says goodbye to the other side without waiting for its answer: libcurl would wait two minutes.
struct CloseCurl {
  void operator()(CURL* handle) const;
};
using CurlHandle = std::unique_ptr<CURL, CloseCurl>;

struct FreeCurlList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using CurlList = std::unique_ptr<curl_slist, FreeCurlList>;

/// What a transfer may take: to connect, and in all.
struct Timeouts {
  std::chrono::milliseconds connect = std::chrono::seconds(10);
  std::chrono::milliseconds total = std::chrono::seconds(30);
};

/// Handles that wait for their next transfer with their connections open. Thread-safe.
class CurlPool {
 public:
  /// A handle for one transfer; goes back to its pool, options forgotten, connections kept.
  class Lease {
   public:
    Lease(CurlPool& pool, CurlHandle handle) : pool_(&pool), handle_(std::move(handle)) {}
    ~Lease() { pool_->give_back(std::move(handle_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    [[nodiscard]] CURL* get() const { return handle_.get(); }

   private:
    CurlPool* pool_;
    CurlHandle handle_;
  };

  CurlPool();
  /// A bug of libcurl's set-up (no memory) is thrown.
  [[nodiscard]] Lease lend();

 private:
  friend class Lease;
  void give_back(CurlHandle handle);

  std::mutex mutex_;
  std::vector<CurlHandle> idle_;
};

/// The parts of a URL that decide how it may be used.
struct UrlParts {
  std::string scheme;  ///< lower case
  std::string host;
  bool loopback = false;  ///< localhost, 127.0.0.0/8 or ::1: what is sent stays on this machine
  bool has_user = false;
};

/// Errors: `invalid_input`, without the text: a URL may have a password in it.
[[nodiscard]] Result<UrlParts> read_url(const std::string& url);

/// The end of a transfer's time. libcurl's own timeout leaves out its goodbye to the server.
class Deadline {
 public:
  explicit Deadline(const Timeouts& timeouts)
      : end_(std::chrono::steady_clock::now() + timeouts.total) {}
  [[nodiscard]] bool passed() const { return std::chrono::steady_clock::now() >= end_; }

 private:
  std::chrono::steady_clock::time_point end_;
};

/// Options of every transfer: timeouts, no signals, no proxy on the way to this machine. What is
/// given must outlive the transfer.
void set_common_options(CURL* handle, const std::string& url, const UrlParts& parts,
                        const Timeouts& timeouts, Deadline& deadline);

/// `curl_easy_perform`, with one code for every way in which the time runs out.
[[nodiscard]] CURLcode perform(CURL* handle);

}  // namespace steward::notify
