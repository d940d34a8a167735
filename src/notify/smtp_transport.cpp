// SPDX-License-Identifier: MIT
#include "notify/smtp_transport.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>

#include "notify/smtp_outcome.hpp"
#include "steward/notify/mime.hpp"

namespace steward::notify {
namespace {

/// The message on its way out, and what comes back.
struct Conversation {
  std::string_view rest;
  SmtpTransfer transfer;
  Deadline deadline;
  std::string refusal = {};  ///< the last 4xx or 5xx: libcurl still says QUIT after it
};

std::size_t read_text(char* into, std::size_t size, std::size_t count, void* user) {
  auto& conversation = *static_cast<Conversation*>(user);
  const auto taken = std::min(size * count, conversation.rest.size());
  std::memcpy(into, conversation.rest.data(), taken);
  conversation.rest.remove_prefix(taken);
  conversation.transfer.data_ended = conversation.rest.empty();
  return taken;
}

/// libcurl hands over the server's replies, line by line, as headers.
std::size_t take_reply(char* line, std::size_t size, std::size_t count, void* user) {
  auto& conversation = *static_cast<Conversation*>(user);
  auto& transfer = conversation.transfer;
  std::string_view text(line, size * count);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  transfer.reply = text;
  if (!text.empty() && (text[0] == '4' || text[0] == '5')) conversation.refusal = text;
  if (text.substr(0, 3) == "354") transfer.data_begun = true;
  return size * count;
}

std::string in_brackets(const std::string& address) {
  return "<" + address + ">";
}

void set_options(CURL* handle, const SmtpSettings& settings, Conversation& conversation) {
  set_common_options(handle, settings.url, settings.parts, settings.timeouts,
                     conversation.deadline);
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(handle, CURLOPT_USE_SSL,
                   static_cast<long>(settings.demand_tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
  if (!settings.username.empty()) {
    curl_easy_setopt(handle, CURLOPT_USERNAME, settings.username.c_str());
    curl_easy_setopt(handle, CURLOPT_PASSWORD, settings.password.c_str());
  }
  curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(handle, CURLOPT_READFUNCTION, read_text);
  curl_easy_setopt(handle, CURLOPT_READDATA, &conversation);
  curl_easy_setopt(handle, CURLOPT_INFILESIZE_LARGE,
                   static_cast<curl_off_t>(conversation.rest.size()));
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, take_reply);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &conversation);
}

}  // namespace

Result<engine::Receipt> SmtpTransport::send(const model::OutgoingMessage& message) {
  const auto mime = build_mime(message, settings_.from, MimeForm::wire);
  if (!mime) return mime.error();
  Conversation conversation{*mime, {}, Deadline(settings_.timeouts)};
  const auto lease = pool_.lend();
  auto* handle = lease.get();
  set_options(handle, settings_, conversation);
  // libcurl sends both as they are: build_mime has refused whatever is not an address.
  curl_easy_setopt(handle, CURLOPT_MAIL_FROM, in_brackets(settings_.from.address).c_str());
  const CurlList recipients(curl_slist_append(nullptr, in_brackets(message.address).c_str()));
  curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, recipients.get());

  conversation.transfer.code = perform(handle);
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &conversation.transfer.response);
  if (conversation.transfer.response >= 400) conversation.transfer.reply = conversation.refusal;
  return judge(conversation.transfer);
}

}  // namespace steward::notify
