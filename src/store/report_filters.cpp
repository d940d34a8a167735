// SPDX-License-Identifier: MIT
#include "store/report_filters.hpp"

#include <algorithm>
#include <cctype>

#include "steward/base/problem.hpp"
#include "steward/base/reference.hpp"

namespace steward::store {
namespace {

constexpr std::string_view kRules = R"(
  select rule from steward.activation
   union select rule from steward.revision
   order by rule)";

constexpr std::string_view kTags = R"(
  select distinct unnest(tags) as tag from steward.revision order by tag)";

// What the promise itself knows no more, its breach does.
constexpr std::string_view kClients = R"(
  select client from steward.commitment where client is not null
   union select body->>'client' from steward.ledger
    where kind = 'breached' and body->>'client' is not null
   order by client)";

std::string folded(std::string_view text, int (*fold)(int)) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(fold(static_cast<unsigned char>(c)));
  return result;
}

}  // namespace

Result<model::Bind> rule_filter(Session& session, const std::string& rule) {
  if (rule.empty()) return model::Bind(nullptr);
  std::vector<std::string> known;
  for (const auto row : session.query(kRules)) known.push_back(row.text("rule"));
  if (std::find(known.begin(), known.end(), rule) != known.end()) return model::Bind(rule);
  const auto hint = spelling_hint(rule, known);
  return Error(ErrorCode::not_found, "no rule was ever in force under the name '" + rule + "'" +
                                         (hint.empty() ? "" : ": " + hint));
}

Result<model::Bind> tag_filter(Session& session, const std::string& tag) {
  if (tag.empty()) return model::Bind(nullptr);
  std::vector<std::string> known;
  for (const auto row : session.query(kTags)) known.push_back(row.text("tag"));
  if (std::find(known.begin(), known.end(), tag) != known.end()) return model::Bind(tag);
  const auto hint = spelling_hint(tag, known);
  return Error(ErrorCode::not_found,
               "no rule ever had the tag '" + tag + "'" + (hint.empty() ? "" : ": " + hint));
}

Result<model::Bind> client_filter(Session& session, Names& names, const std::string& client) {
  if (client.empty()) return model::Bind(nullptr);
  std::vector<std::string> keys;
  for (const auto row : session.query(kClients)) keys.push_back(row.text("client"));
  const auto known = names.clients(keys);
  const auto wanted = folded(client, std::tolower);
  std::vector<std::string> matching;
  for (const auto& key : keys) {
    const auto name = folded(name_or_key(known, key), std::tolower);
    if (key == client || name.find(wanted) != std::string::npos) matching.push_back(key);
  }
  if (!matching.empty()) return model::Bind(matching);
  return Error(ErrorCode::not_found,
               "no promise is about a client with '" + client + "' as key or in their name");
}

void add_reference_filter(Binds& binds, const std::string& typed) {
  if (typed.empty()) {
    binds["reference"] = nullptr;
    binds["breach"] = nullptr;
    return;
  }
  const auto reference = parse_reference(typed);
  binds["reference"] = reference ? *reference : std::string();
  binds["breach"] = folded(typed, std::toupper);
}

std::vector<std::string_view> filter_statements() {
  return {kRules, kTags, kClients};
}

}  // namespace steward::store
