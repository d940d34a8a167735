// SPDX-License-Identifier: MIT
// Rule files beside a model, calendars, chains and templates that are right.
#include <algorithm>
#include <cstdint>

#include "laws.hpp"
#include "steward/rules/loader.hpp"
#include "unit/rules/loader_catalog.hpp"

namespace steward::fuzz {
namespace {

constexpr const char* kModel =
    "schema: crm\n"
    "zone: America/New_York\n"
    "staff: {entity: staff, name: name, email: email, mobile: mobile}\n"
    "roles: {entity: role_holders, role: role.name, person: staff}\n";
constexpr const char* kOffice =
    "calendar: office\nzone: America/New_York\nhours: {mon-fri: [\"09:00-17:00\"]}\n";
constexpr const char* kTemplate =
    "template: escalated\nsubject: \"{{title}}\"\nemail: \"{{why}}\"\nsms: \"{{ref}}\"\n";
constexpr const char* kChain =
    "chains: [{chain: front-office, calendar: office, levels: [{notify: role(\"desk\"), by: "
    "[email], template: escalated}]}]\n";

std::shared_ptr<const model::RuleSet> load(std::string_view text, Problems& problems) {
  using enum model::FileKind;
  const auto file = [](model::FileKind kind, const char* path, std::string_view content) {
    return model::SourceFile{kind, path, std::string(content), ""};
  };
  const auto files =
      rules::parse_files({file(model, "model.yaml", kModel), file(calendar, "office.yaml", kOffice),
                          file(wording, "escalated.yaml", kTemplate),
                          file(chain, "chains.yaml", kChain), file(rule, "rules.yaml", text)},
                         problems);
  return rules::load_rules(files, test::loader_catalog(), "Skyport", problems);
}

/// A mark of the file under test lies in it.
void check_mark(const SourceMark& mark, std::string_view text) {
  if (mark.file != "rules.yaml") return;
  const auto lines = 1 + std::count(text.begin(), text.end(), '\n');
  law(mark.line >= 0 && mark.line <= lines + 1, "a mark lies in the file",
      fmt::format("line {} of {}", mark.line, lines));
  law(mark.line == 0 || mark.column >= 0, "columns count from 1", std::to_string(mark.column));
  law(mark.length >= 1, "a caret underlines something", std::to_string(mark.length));
}

void read_rules(std::string_view text) {
  Problems problems;
  const auto set = load(text, problems);
  law((set == nullptr) == problems.has_errors(), "a set is refused for an error, and only then",
      problems.render_all());
  for (const auto& problem : problems.sorted()) {
    check_mark(problem.mark, text);
    law(!problem.message.empty(), "a problem says what is wrong", problem.mark.file);
    law(problem.message.find('\n') == std::string::npos, "a message is one line", problem.message);
  }
  Problems again;
  const auto same = load(text, again);
  law(problems.render_all() == again.render_all(), "the same file is the same mistakes",
      problems.render_all());
  law((set == nullptr) == (same == nullptr) && (set == nullptr || set->digest == same->digest),
      "the same file is the same set", "digests differ");
  if (set == nullptr) return;
  for (const auto& rule : set->rules) {
    law(rule.evaluate.sql.find('\0') == std::string::npos, "SQL is text", rule.name);
    law(rule.evaluate.sql.size() < (std::size_t{1} << 22U), "SQL grows with its rule", rule.name);
  }
}

}  // namespace
}  // namespace steward::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  steward::fuzz::read_rules({reinterpret_cast<const char*>(data), size});
  return 0;
}
