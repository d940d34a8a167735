// SPDX-License-Identifier: MIT
// The texts of rule sets.
#include "steward/base/digest.hpp"
#include "store/binds.hpp"
#include "store/json_rows.hpp"
#include "store/load_book.hpp"

namespace steward::store {
namespace {

constexpr std::string_view kAddFileSet = R"(
  insert into steward.file_set (digest, stored_at, stored_by)
  values (:digest::text, :now::timestamptz, :by::text)
  on conflict (digest) do nothing)";

constexpr std::string_view kAddTexts = R"(
  insert into steward.text (digest, text)
  select distinct content, text from jsonb_to_recordset(:rows::jsonb) as r(content text, text text)
  on conflict (digest) do nothing)";

constexpr std::string_view kAddSetFiles = R"(
  insert into steward.set_file (file_set, kind, path, digest, text)
  select :digest::text, kind, path, digest, content
    from jsonb_to_recordset(:rows::jsonb) as r(kind text, path text, digest text, content text)
  on conflict (file_set, kind, path) do nothing)";

constexpr std::string_view kFilesOf = R"(
  select f.kind, f.path, f.digest, t.text
    from steward.set_file f join steward.text t on t.digest = f.text
   where f.file_set = :digest::text
   order by array_position(array['model', 'calendar', 'holidays', 'template', 'chain', 'rule'],
                           f.kind), f.path collate "C")";

// A prefix of hexadecimal digits has no wildcard in it.
constexpr std::string_view kSetsNamed = R"(
  select digest from steward.file_set where starts_with(digest, :prefix::text)
   order by stored_at desc, digest limit :limit::bigint)";

constexpr std::string_view kSetWithRevision = R"(
  select coalesce((select s.digest
                     from steward.rule_set_member m
                     join steward.rule_set s on s.id = m.rule_set
                     join steward.file_set f on f.digest = s.digest
                    where starts_with(m.revision, :prefix::text)
                    order by s.id desc limit 1), '') as digest)";

}  // namespace

void PostgresLoadBook::keep_files(const model::RuleSet& set, Instant now, const std::string& by) {
  const auto added =
      session_.execute(kAddFileSet, {{"digest", set.digest}, {"now", bind(now)}, {"by", by}});
  if (added == 0) return;
  const auto rows = json_rows(set.files, [](const model::SourceFile& file) -> json::object {
    return {{"kind", model::to_string(file.kind)},
            {"path", file.path},
            {"digest", file.digest},
            {"content", sha256(file.text)},
            {"text", file.text}};
  });
  session_.execute(kAddTexts, {{"rows", rows}});
  session_.execute(kAddSetFiles, {{"rows", rows}, {"digest", set.digest}});
}

std::vector<model::SourceFile> PostgresLoadBook::files_of(const std::string& digest) {
  std::vector<model::SourceFile> files;
  for (const auto row : session_.query(kFilesOf, {{"digest", digest}})) {
    const auto kind = model::parse_file_kind(row.text("kind"));
    if (!kind) throw StatementFailed(ErrorCode::internal, "", "an unknown kind of file");
    files.push_back({*kind, row.text("path"), row.text("text"), row.text("digest")});
  }
  return files;
}

std::vector<std::string> PostgresLoadBook::sets_named(const std::string& prefix,
                                                      std::size_t limit) {
  std::vector<std::string> digests;
  const auto rows =
      session_.query(kSetsNamed, {{"prefix", prefix}, {"limit", static_cast<std::int64_t>(limit)}});
  for (const auto row : rows) digests.push_back(row.text("digest"));
  return digests;
}

std::string PostgresLoadBook::set_with_revision(const std::string& prefix) {
  return session_.query(kSetWithRevision, {{"prefix", prefix}}).only().text("digest");
}

std::vector<std::string_view> file_set_statements() {
  return {kAddFileSet, kAddTexts, kAddSetFiles, kFilesOf, kSetsNamed, kSetWithRevision};
}

}  // namespace steward::store
