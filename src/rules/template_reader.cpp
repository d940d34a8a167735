// SPDX-License-Identifier: MIT
#include "rules/template_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "rules/yaml_reader.hpp"
#include "steward/base/text.hpp"
#include "steward/rules/template_names.hpp"

namespace steward::rules {
namespace {

/// `client.name`: names joined by dots.
bool is_path(std::string_view text) {
  bool begins = true;
  for (const char c : text) {
    const bool fits = is_letter(c) || c == '_' || (!begins && (is_digit(c) || c == '.'));
    if (!fits) return false;
    begins = c == '.';
  }
  return !begins;
}

const TemplateName* built_in(std::string_view name) {
  const auto& names = template_names();
  const auto found = std::find_if(names.begin(), names.end(), [&](const TemplateName& candidate) {
    return candidate.name == name;
  });
  return found == names.end() ? nullptr : &*found;
}

/// Sorts a tag into what a message knows by itself and what its rule's subject tells.
void take_tag(const TemplateTag& tag, PlacedTemplate& placed, Problems& problems) {
  const auto& name = tag.name.text();
  if (const auto* known = built_in(name)) {
    if (known->section && !tag.heads_section) {
      problems.error(tag.name.mark(), fmt::format("'{}' has no text of its own", name),
                     fmt::format("write {{{{#{0}}}}}…{{{{/{0}}}}}: {1}", name, known->meaning));
    }
  } else if (!is_path(name)) {
    problems.error(tag.name.mark(), fmt::format("'{}' is not a name", name),
                   "expected a name such as due, or a field of the record such as client.name");
  } else {
    placed.facts.push_back(tag.name);
  }
}

std::string read_part(const PlacedText* text, PlacedTemplate& placed, Problems& problems) {
  if (text == nullptr) return {};
  for (const auto& tag : find_tags(*text, problems)) take_tag(tag, placed, problems);
  return text->text();
}

/// It is about several promises: no one record has the field.
void refuse_facts(const PlacedTemplate& placed, Problems& problems) {
  for (const auto& fact : placed.facts) {
    problems.error(
        fact.mark(),
        fmt::format("'{}' is no name of the template '{}'", fact.text(), placed.text.name),
        "it is about several promises: write {{promises}}, which lists them");
  }
}

}  // namespace

PlacedTemplate read_template(const YamlNode& file, Problems& problems) {
  PlacedTemplate placed;
  YamlReader reader(file, template_file_keys(), "a template file", problems);
  placed.text.name = reader.name("template");
  placed.text.mark = reader.mark_of("template");
  if (!placed.text.name.empty()) reader.rename(fmt::format("template '{}'", placed.text.name));
  const auto* subject = reader.text("subject");
  if (subject != nullptr && trimmed(subject->text()).find('\n') != std::string_view::npos) {
    problems.error(subject->mark(), "'subject' must be one line");
  }
  placed.text.subject = trimmed(read_part(subject, placed, problems));
  placed.text.email = read_part(reader.text("email"), placed, problems);
  placed.text.sms = trimmed(read_part(reader.text("sms"), placed, problems));
  reader.finish();
  if (placed.text.name == kFirstDayTemplate) refuse_facts(placed, problems);
  return placed;
}

}  // namespace steward::rules
