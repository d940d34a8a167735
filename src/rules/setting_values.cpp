// SPDX-License-Identifier: MIT
#include "rules/setting_values.hpp"

#include <algorithm>
#include <charconv>

#include "steward/base/text.hpp"
#include "steward/calendar/span.hpp"

namespace steward::rules {
namespace {

constexpr auto npos = std::string_view::npos;

bool is_host_name(std::string_view text) {
  if (text.empty() || text.front() == '.' || text.back() == '.' || text.find("..") != npos) {
    return false;
  }
  return text.front() != '-' && std::all_of(text.begin(), text.end(), [](char c) {
           return is_letter(c) || is_digit(c) || c == '.' || c == '-';
         });
}

bool is_local_part(std::string_view text) {
  if (text.empty() || text.size() > 64 || text.front() == '.' || text.back() == '.') return false;
  return text.find("..") == npos && std::all_of(text.begin(), text.end(), [](char c) {
           return is_letter(c) || is_digit(c) ||
                  std::string_view(".!#$%&'*+-/=?^_`{|}~").find(c) != npos;
         });
}

std::optional<int> number(std::string_view text, int most) {
  int value = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data(), end, value);
  const bool whole = failure == std::errc() && stop == end && !text.empty() && is_digit(text[0]);
  return whole && value <= most ? std::optional<int>(value) : std::nullopt;
}

/// Takes the host off the front of `text`; "" when there is none.
std::string take_host(std::string_view& text) {
  if (!text.empty() && text.front() == '[') {
    const auto end = text.find(']');
    if (end == npos) return {};
    const auto host = text.substr(1, end - 1);
    text.remove_prefix(end + 1);
    return host.find_first_not_of("0123456789abcdefABCDEF:.") == npos ? std::string(host)
                                                                      : std::string();
  }
  const auto host = text.substr(0, text.find_first_of(":/"));
  text.remove_prefix(host.size());
  return is_host_name(host) ? std::string(host) : std::string();
}

}  // namespace

bool is_email_address(std::string_view text) {
  const auto at = text.find('@');
  if (at == npos || text.size() > 254) return false;
  return is_local_part(text.substr(0, at)) && is_host_name(text.substr(at + 1));
}

bool is_mailbox(std::string_view text) {
  if (text.empty() || text.back() != '>') return is_email_address(text);
  const auto open = text.find('<');
  if (open == npos || text.find_first_of("<>\r\n", open + 1) != text.size() - 1) return false;
  const auto name = text.substr(0, open);
  const bool plain = name.find_first_of("\r\n@,;:\\") == npos;
  return plain && is_email_address(text.substr(open + 1, text.size() - open - 2));
}

bool is_phone_number(std::string_view text) {
  return text.size() >= 9 && text.size() <= 16 && text[0] == '+' && text[1] != '0' &&
         std::all_of(text.begin() + 1, text.end(), is_digit);
}

bool is_loopback_address(std::string_view text) {
  if (text == "::1") return true;
  int parts = 0;
  bool loopback = true;
  for (;;) {
    const auto part = text.substr(0, text.find('.'));
    const auto value = number(part, 255);
    loopback = loopback && value && part.size() <= 3 && (parts > 0 || *value == 127);
    ++parts;
    if (part.size() == text.size()) break;
    text.remove_prefix(part.size() + 1);
  }
  return loopback && parts == 4;
}

bool ServerUrl::is_local() const {
  return host == "localhost" || is_loopback_address(host);
}

std::optional<ServerUrl> parse_server_url(std::string_view text) {
  const auto colon = text.find("://");
  if (colon == npos || text.find_first_of(" \t\r\n\"<>@") != npos) return std::nullopt;
  ServerUrl url;
  url.scheme = text.substr(0, colon);
  text.remove_prefix(colon + 3);
  url.host = take_host(text);
  if (url.host.empty()) return std::nullopt;
  if (!text.empty() && text.front() == ':') {
    const auto digits = text.substr(1, text.find('/') == npos ? npos : text.find('/') - 1);
    const auto port = number(digits, 65535);
    if (!port || *port == 0) return std::nullopt;
    url.port = *port;
    text.remove_prefix(1 + digits.size());
  }
  if (!text.empty() && text.front() != '/') return std::nullopt;
  url.path = text;
  return url;
}

bool holds_password(std::string_view connection) {
  for (auto at = connection.find("password"); at != npos;
       at = connection.find("password", at + 1)) {
    const auto next = connection.find_first_not_of(" \t", at + std::string_view("password").size());
    if (next != npos && connection[next] == '=') return true;
  }
  const auto scheme = connection.find("://");
  if (scheme == npos) return false;
  const auto authority =
      connection.substr(scheme + 3, connection.find('/', scheme + 3) - scheme - 3);
  const auto user = authority.substr(0, authority.rfind('@'));
  return authority.find('@') != npos && user.find(':') != npos;
}

Result<Microseconds> parse_short_time(std::string_view text) {
  if (text.size() > 2 && text.substr(text.size() - 2) == "ms") {
    if (const auto count = number(text.substr(0, text.size() - 2), 1'000'000'000)) {
      return Microseconds(std::chrono::milliseconds(*count));
    }
  }
  return calendar::parse_elapsed(text);
}

}  // namespace steward::rules
