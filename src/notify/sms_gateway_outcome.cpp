// SPDX-License-Identifier: MIT
#include "notify/sms_gateway_outcome.hpp"

#include <fmt/format.h>

#include "notify/utf8.hpp"
#include "steward/base/json.hpp"

namespace steward::notify {
namespace {

json::object body_of(const HttpTransfer& transfer) {
  auto parsed = parse_json(transfer.body);
  if (!parsed || !parsed->is_object()) return {};
  return std::move(parsed->as_object());
}

/// "400: The 'To' number is not valid (21211)", or the status alone.
std::string complaint(const HttpTransfer& transfer) {
  const auto body = body_of(transfer);
  const auto message = printable(text_of(body, "message"));
  if (message.empty()) return std::to_string(transfer.status);
  const auto* code = body.if_contains("code");
  if (code == nullptr || !code->is_int64()) {
    return fmt::format("{}: {}", transfer.status, message);
  }
  return fmt::format("{}: {} ({})", transfer.status, message, code->get_int64());
}

Result<engine::Receipt> judge_status(const HttpTransfer& transfer) {
  const auto status = transfer.status;
  if (status >= 200 && status < 300) {
    const auto id = printable(text_of(body_of(transfer), "sid"));
    return engine::Receipt{id.empty() ? std::to_string(status) : id};
  }
  if (status == 401 || status == 403) {
    return unavailable(
        fmt::format("the SMS gateway does not accept our login, check the SMS channel's account "
                    "and token: {}",
                    complaint(transfer)));
  }
  if (status == 404 || (status >= 300 && status < 400)) {
    return unavailable(
        fmt::format("the SMS gateway is not at this address, check the SMS channel's url: {}",
                    complaint(transfer)));
  }
  if (status == 408 || status == 429 || status >= 500) {
    return unavailable(
        fmt::format("the SMS gateway does not take it now: {}", complaint(transfer)));
  }
  return Error(ErrorCode::rejected,
               fmt::format("the SMS gateway refused it: {}", complaint(transfer)));
}

}  // namespace

Result<engine::Receipt> judge(const HttpTransfer& transfer) {
  // The status decides as soon as there is one, even where the rest of the answer was cut off.
  if (transfer.status >= 200) return judge_status(transfer);
  const std::string_view why = curl_easy_strerror(transfer.code);
  if (transfer.request_sent) {
    return Error(ErrorCode::timed_out,
                 fmt::format("the SMS gateway did not answer, it may have arrived: {}", why));
  }
  return unavailable(fmt::format("the SMS gateway cannot be reached: {}", why));
}

}  // namespace steward::notify
