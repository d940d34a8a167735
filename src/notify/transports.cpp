// SPDX-License-Identifier: MIT
#include "steward/notify/transports.hpp"

#include <optional>
#include <string_view>

#include "notify/maildir_transport.hpp"
#include "notify/sms_file_transport.hpp"
#include "notify/sms_gateway_transport.hpp"
#include "notify/smtp_transport.hpp"

namespace steward::notify {
namespace {

using Made = Result<std::unique_ptr<engine::Transport>>;

Error wrong(std::string text) {
  return {ErrorCode::invalid_input, std::move(text)};
}

/// What follows "maildir:" or "file:"; nothing when the URL does not start with it.
std::optional<std::string> path_after(std::string_view scheme, const std::string& url) {
  if (url.compare(0, scheme.size(), scheme) != 0) return std::nullopt;
  return url.substr(scheme.size());
}

Made make_smtp(const EmailChannel& channel, const Mailbox& from) {
  const auto parts = read_url(channel.url);
  if (!parts || (parts->scheme != "smtp" && parts->scheme != "smtps") || parts->host.empty()) {
    return wrong(
        "the email channel's url: expected smtp://host:port, smtps://host or maildir:PATH");
  }
  if (parts->has_user) {
    return wrong("the email channel's url has a login in it: use username and password");
  }
  const bool tls = parts->scheme == "smtps" || (channel.starttls && !parts->loopback);
  if (!tls && !parts->loopback && !channel.username.empty()) {
    return wrong("the email channel would send its password unencrypted: set starttls: true");
  }
  return std::make_unique<SmtpTransport>(
      SmtpSettings{channel.url, *parts, from, channel.username, channel.password, tls,
                   Timeouts{channel.connect_timeout, channel.total_timeout}});
}

}  // namespace

Made make_email_transport(const EmailChannel& channel) {
  const auto from = parse_mailbox(channel.from);
  if (!from) return wrong("the email channel's from: " + from.error().message());
  if (const auto folder = path_after("maildir:", channel.url)) {
    if (folder->empty()) return wrong("the email channel's url: maildir: needs a folder");
    return std::make_unique<MaildirTransport>(*folder, *from);
  }
  return make_smtp(channel, *from);
}

Made make_sms_transport(const SmsChannel& channel) {
  if (const auto file = path_after("file:", channel.url)) {
    if (file->empty()) return wrong("the SMS channel's url: file: needs a path");
    return std::make_unique<SmsFileTransport>(*file);
  }
  const auto parts = read_url(channel.url);
  if (!parts || (parts->scheme != "http" && parts->scheme != "https") || parts->host.empty()) {
    return wrong("the SMS channel's url: expected https://host/path or file:PATH");
  }
  if (parts->has_user) {
    return wrong("the SMS channel's url has a login in it: use account and token");
  }
  if (parts->scheme == "http" && !parts->loopback) {
    return wrong("the SMS channel would send its token unencrypted: use https");
  }
  if (auto ok = check_phone_number(channel.from); !ok) {
    return wrong("the SMS channel's from: " + ok.error().message());
  }
  if (channel.account.empty() || channel.token.empty()) {
    return wrong("the SMS channel needs an account and a token");
  }
  return std::make_unique<SmsGatewayTransport>(
      SmsGatewaySettings{channel.url, *parts, channel.from, channel.account, channel.token,
                         Timeouts{channel.connect_timeout, channel.total_timeout}});
}

}  // namespace steward::notify
