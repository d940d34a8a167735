// SPDX-License-Identifier: MIT
#include "notify/maildir_transport.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "notify/output_file.hpp"
#include "steward/notify/mime.hpp"

namespace steward::notify {
namespace {

/// The id with whatever means something in a Maildir ("/", ":", a leading dot) written as %2F;
/// no two ids share a name. Ids have at most 200 characters, most of which stay.
std::string file_name(const std::string& message_id) {
  constexpr std::string_view kKept =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@_-.";
  std::string name;
  for (const char c : message_id) {
    const bool kept = kKept.find(c) != std::string_view::npos && !(name.empty() && c == '.');
    name += kept ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return name;
}

Error cannot(std::string_view what, const std::filesystem::path& path,
             const std::error_code& reason) {
  return Error(ErrorCode::unavailable,
               fmt::format("cannot {} {}: {}", what, path.string(), reason.message()));
}

}  // namespace

Result<engine::Receipt> MaildirTransport::send(const model::OutgoingMessage& message) {
  const auto mime = build_mime(message, from_, MimeForm::file);
  if (!mime) return mime.error();
  std::error_code failed;
  for (const auto* part : {"tmp", "new", "cur"}) {
    std::filesystem::create_directories(folder_ / part, failed);
    if (failed) return cannot("make the folder", folder_ / part, failed);
  }
  const auto name = file_name(message.message_id);
  // In tmp/ the name is this write's own: the same message may be on its way twice at once.
  const auto draft = folder_ / "tmp" / fmt::format("{}.{}.{}", name, ::getpid(), ++written_);
  if (auto ok = write_new_file(draft, *mime); !ok) {
    std::filesystem::remove(draft, failed);
    return ok.error();
  }
  const auto file = folder_ / "new" / name;
  std::filesystem::rename(draft, file, failed);
  if (failed) return cannot("move the message to", file, failed);
  return engine::Receipt{file.string()};
}

}  // namespace steward::notify
