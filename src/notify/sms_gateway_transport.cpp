// SPDX-License-Identifier: MIT
#include "notify/sms_gateway_transport.hpp"

#include <array>
#include <string_view>
#include <utility>

#include "notify/sms_check.hpp"
#include "notify/sms_gateway_outcome.hpp"

namespace steward::notify {
namespace {

/// More than any answer needs: a wrong address may serve anything.
constexpr std::size_t kLongestBody = 64 * 1024;

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* user) {
  auto& body = *static_cast<std::string*>(user);
  const auto length = size * count;
  if (body.size() + length > kLongestBody) return 0;
  body.append(data, length);
  return length;
}

std::string url_encoded(CURL* handle, std::string_view text) {
  char* encoded = curl_easy_escape(handle, text.data(), static_cast<int>(text.size()));
  std::string copy = encoded == nullptr ? "" : encoded;
  curl_free(encoded);
  return copy;
}

std::string form(CURL* handle, const std::string& from, const model::OutgoingMessage& message) {
  const std::array<std::pair<std::string_view, std::string_view>, 3> fields{
      {{"To", message.address}, {"From", from}, {"Body", message.text}}};
  std::string text;
  for (const auto& [name, value] : fields) {
    if (!text.empty()) text += '&';
    text.append(name).append("=").append(url_encoded(handle, value));
  }
  return text;
}

void set_options(CURL* handle, const SmsGatewaySettings& settings, const std::string& fields,
                 HttpTransfer& transfer, Deadline& deadline) {
  set_common_options(handle, settings.url, settings.parts, settings.timeouts, deadline);
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  // A redirect would turn the POST into a GET, or take our login to another host.
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(handle, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
  curl_easy_setopt(handle, CURLOPT_USERNAME, settings.account.c_str());
  curl_easy_setopt(handle, CURLOPT_PASSWORD, settings.token.c_str());
  curl_easy_setopt(handle, CURLOPT_POST, 1L);
  curl_easy_setopt(handle, CURLOPT_POSTFIELDS, fields.c_str());
  curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(fields.size()));
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &transfer.body);
}

}  // namespace

Result<engine::Receipt> SmsGatewayTransport::send(const model::OutgoingMessage& message) {
  if (auto ok = check_sms(message); !ok) return ok.error();
  HttpTransfer transfer;
  const auto lease = pool_.lend();
  auto* handle = lease.get();
  const auto fields = form(handle, settings_.from, message);
  Deadline deadline(settings_.timeouts);
  set_options(handle, settings_, fields, transfer, deadline);

  transfer.code = perform(handle);
  long sent = 0;
  curl_easy_getinfo(handle, CURLINFO_REQUEST_SIZE, &sent);
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &transfer.status);
  transfer.request_sent = sent > 0;
  return judge(transfer);
}

}  // namespace steward::notify
