// SPDX-License-Identifier: MIT
#include "steward/notify/mime.hpp"

#include <fmt/format.h>
#include <gmime/gmime.h>

#include <algorithm>
#include <memory>

#include "notify/utf8.hpp"

namespace steward::notify {
namespace {

/// RFC 5321's limit for a line without its CRLF.
constexpr std::size_t kLongestLine = 998;

template <auto release>
struct Release {
  template <class T>
  void operator()(T* thing) const {
    release(thing);
  }
};
template <class T>
using GObjectPointer = std::unique_ptr<T, Release<g_object_unref>>;
using DateTime = std::unique_ptr<GDateTime, Release<g_date_time_unref>>;
using FormatOptions = std::unique_ptr<GMimeFormatOptions, Release<g_mime_format_options_free>>;

void initialise_gmime() {
  static const bool done = (g_mime_init(), true);
  static_cast<void>(done);
}

Result<> check(const model::OutgoingMessage& message, const Mailbox& from) {
  if (auto ok = check_email_address(message.address); !ok) return ok.error();
  if (auto ok = check_email_address(from.address); !ok) return ok.error();
  if (auto ok = check_header_text("the sender's name", from.name); !ok) return ok.error();
  if (auto ok = check_header_text("the recipient's name", message.recipient_name); !ok) {
    return ok.error();
  }
  if (auto ok = check_header_text("the subject", message.subject); !ok) return ok.error();
  if (auto ok = check_header_text("the reference", message.reference); !ok) return ok.error();
  if (auto ok = check_message_id(message.message_id); !ok) return ok.error();
  if (!message.thread_id.empty()) {
    if (auto ok = check_message_id(message.thread_id); !ok) return ok.error();
  }
  if (message.text.find('\0') != std::string::npos || !is_utf8(message.text)) {
    return Error(ErrorCode::rejected, "the text is not UTF-8 or has a NUL in it");
  }
  return {};
}

/// Lines end in LF alone, and the text in one, however the template or a fact had it.
std::string with_plain_newlines(const std::string& text) {
  std::string plain;
  plain.reserve(text.size() + 1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      plain += text[i];
    } else if (i + 1 == text.size() || text[i + 1] != '\n') {
      plain += '\n';
    }
  }
  if (plain.empty() || plain.back() != '\n') plain += '\n';
  return plain;
}

bool has_long_line(std::string_view text) {
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    if (end > kLongestLine) return true;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return false;
}

GMimeContentEncoding choose_encoding(const std::string& text, MimeForm form) {
  if (has_long_line(text)) return GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
  const bool ascii = std::all_of(text.begin(), text.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (ascii) return GMIME_CONTENT_ENCODING_7BIT;
  return form == MimeForm::file ? GMIME_CONTENT_ENCODING_8BIT
                                : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
}

void set_header(GMimeMessage* mime, const char* name, const std::string& value) {
  g_mime_object_set_header(GMIME_OBJECT(mime), name, value.c_str(), "utf-8");
}

void add_mailbox(GMimeMessage* mime, GMimeAddressType type, const Mailbox& mailbox) {
  const GObjectPointer<InternetAddress> address(internet_address_mailbox_new(
      mailbox.name.empty() ? nullptr : mailbox.name.c_str(), mailbox.address.c_str()));
  internet_address_set_charset(address.get(), "utf-8");
  internet_address_list_add(g_mime_message_get_addresses(mime, type), address.get());
}

void add_headers(GMimeMessage* mime, const model::OutgoingMessage& message, const Mailbox& from) {
  const DateTime date(g_date_time_new_from_unix_utc(
      std::chrono::floor<std::chrono::seconds>(message.at).time_since_epoch().count()));
  g_mime_message_set_date(mime, date.get());
  add_mailbox(mime, GMIME_ADDRESS_TYPE_FROM, from);
  add_mailbox(mime, GMIME_ADDRESS_TYPE_TO, {message.recipient_name, message.address});
  g_mime_message_set_subject(mime, message.subject.c_str(), "utf-8");
  g_mime_message_set_message_id(mime, message.message_id.c_str());
  if (!message.thread_id.empty() && message.thread_id != message.message_id) {
    set_header(mime, "In-Reply-To", fmt::format("<{}>", message.thread_id));
    set_header(mime, "References", fmt::format("<{}>", message.thread_id));
  }
  set_header(mime, "Auto-Submitted", "auto-generated");
  if (!message.reference.empty()) set_header(mime, "X-Steward-Reference", message.reference);
  if (message.urgent) {
    set_header(mime, "Importance", "high");
    set_header(mime, "X-Priority", "1");
  }
}

void add_text(GMimeMessage* mime, const std::string& text, MimeForm form) {
  // Not GMimeTextPart: it takes the smallest charset that a text fits into.
  const GObjectPointer<GMimePart> part(g_mime_part_new_with_type("text", "plain"));
  g_mime_object_set_content_type_parameter(GMIME_OBJECT(part.get()), "charset", "utf-8");
  const GObjectPointer<GMimeStream> stream(
      g_mime_stream_mem_new_with_buffer(text.data(), text.size()));
  const GObjectPointer<GMimeDataWrapper> content(
      g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT));
  g_mime_part_set_content(part.get(), content.get());
  g_mime_part_set_content_encoding(part.get(), choose_encoding(text, form));
  g_mime_message_set_mime_part(mime, GMIME_OBJECT(part.get()));
}

std::string write(GMimeMessage* mime, MimeForm form) {
  const FormatOptions options(g_mime_format_options_new());
  g_mime_format_options_set_newline_format(
      options.get(), form == MimeForm::wire ? GMIME_NEWLINE_FORMAT_DOS : GMIME_NEWLINE_FORMAT_UNIX);
  const std::unique_ptr<char, Release<g_free>> text(
      g_mime_object_to_string(GMIME_OBJECT(mime), options.get()));
  return text.get();
}

}  // namespace

Result<std::string> build_mime(const model::OutgoingMessage& message, const Mailbox& from,
                               MimeForm form) {
  if (auto ok = check(message, from); !ok) return ok.error();
  initialise_gmime();
  const GObjectPointer<GMimeMessage> mime(g_mime_message_new(TRUE));
  add_headers(mime.get(), message, from);
  add_text(mime.get(), with_plain_newlines(message.text), form);
  return write(mime.get(), form);
}

}  // namespace steward::notify
