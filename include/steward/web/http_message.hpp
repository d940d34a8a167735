// SPDX-License-Identifier: MIT
// What the HTTP server is asked and what it answers.
#pragma once

#include <string>

namespace steward::web {

struct Request {
  std::string method;  ///< GET or HEAD
  std::string path;    ///< of the target, as sent: "/metrics"; the query is left out
  bool operator==(const Request&) const = default;
};

struct Response {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;  ///< left out of the answer to HEAD
  bool operator==(const Response&) const = default;
};

}  // namespace steward::web
