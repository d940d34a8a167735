// SPDX-License-Identifier: MIT
#include "rules/template_tags.hpp"

#include <fmt/format.h>

#include <kainjow/mustache.hpp>

#include "rules/yaml_node.hpp"

namespace steward::rules {
namespace {

/// mustache copies the content of each section, once for every section around it.
constexpr std::size_t kDeepestSection = 16;

/// kainjow's mustache knows offsets at best; this walk knows the place of each tag.
class TagWalk {
 public:
  TagWalk(const PlacedText& text, Problems& problems)
      : placed_(text), text_(text.text()), problems_(problems) {}

  std::vector<TemplateTag> run() {
    const auto errors_before = problems_.error_count();
    for (auto open = text_.find("{{"); open != std::string_view::npos;) {
      const auto next = take_tag(open);
      if (next == std::string_view::npos) break;
      open = text_.find("{{", next);
    }
    for (const auto& section : sections_) {
      problems_.error(section.mark(),
                      fmt::format("the section '{{{{#{0}}}}}' is never closed", section.text()),
                      fmt::format("expected '{{{{/{}}}}}' after it", section.text()));
    }
    if (problems_.error_count() == errors_before) ask_mustache();
    return std::move(tags_);
  }

 private:
  /// Reads the tag whose braces are at `open`; the offset behind it, or npos where what follows
  /// cannot be trusted.
  std::size_t take_tag(std::size_t open) {
    const auto begin = open + 2;
    const char kind = begin < text_.size() ? text_[begin] : '\0';
    if (kind == '{') {
      problems_.error(placed_.mark(open, 3), "'{{{' is not supported: values are always escaped",
                      "write {{name}}");
      const auto end = text_.find("}}}", begin);
      return end == std::string_view::npos ? end : end + 3;
    }
    const auto end = text_.find("}}", begin);
    if (end == std::string_view::npos) {
      problems_.error(placed_.mark(open, 2), "'{{' is never closed",
                      "expected '}}' after the name");
      return end;
    }
    if ((kind == '#' || kind == '^') && sections_.size() == kDeepestSection) {
      problems_.error(placed_.mark(open, end + 2 - open),
                      fmt::format("more than {} sections within one another", kDeepestSection),
                      fmt::format("close one first: '{{{{/{}}}}}'", sections_.back().text()));
      sections_.clear();
      return std::string_view::npos;
    }
    take_content(open, begin, end, kind);
    return end + 2;
  }

  void take_content(std::size_t open, std::size_t begin, std::size_t end, char kind) {
    const auto length = end + 2 - open;
    switch (kind) {
      case '!':
        return;
      case '&':
        problems_.error(placed_.mark(open, length),
                        "'{{&' is not supported: values are always escaped", "write {{name}}");
        return;
      case '>':
        problems_.error(placed_.mark(open, length), "a template cannot include another");
        return;
      case '=':
        problems_.error(placed_.mark(open, length),
                        "the delimiters '{{' and '}}' cannot be changed");
        return;
      case '#':
      case '^': {
        const auto name = name_in(open, begin + 1, end);
        if (name.text().empty()) return;
        tags_.push_back({name, true});
        sections_.push_back(name);
        return;
      }
      case '/':
        close_section(name_in(open, begin + 1, end));
        return;
      default: {
        const auto name = name_in(open, begin, end);
        if (!name.text().empty()) tags_.push_back({name, false});
      }
    }
  }

  /// The name between two offsets; empty when that was reported.
  PlacedText name_in(std::size_t open, std::size_t begin, std::size_t end) {
    const auto name = trimmed(text_.substr(begin, end - begin));
    if (name.empty()) {
      problems_.error(placed_.mark(open, end + 2 - open), "a tag without a name");
      return {};
    }
    const auto at = static_cast<std::size_t>(name.data() - text_.data());
    return {std::string(name), placed_.mark(at, name.size())};
  }

  void close_section(const PlacedText& name) {
    if (name.text().empty()) return;
    if (sections_.empty()) {
      problems_.error(name.mark(), fmt::format("'{{{{/{}}}}}' closes no section", name.text()));
      return;
    }
    if (sections_.back().text() != name.text()) {
      problems_.error(
          name.mark(),
          fmt::format("'{{{{/{}}}}}' where '{{{{/{}}}}}' was expected", name.text(),
                      sections_.back().text()),
          fmt::format("the section opened in line {} is still open", sections_.back().mark().line));
    }
    sections_.pop_back();
  }

  /// It renders the text later, so it has the last word.
  void ask_mustache() {
    const kainjow::mustache::mustache mustache(placed_.text());
    if (!mustache.is_valid()) problems_.error(placed_.mark(), mustache.error_message());
  }

  const PlacedText& placed_;
  std::string_view text_;
  Problems& problems_;
  std::vector<TemplateTag> tags_;
  std::vector<PlacedText> sections_;  ///< open ones, the innermost last
};

}  // namespace

std::vector<TemplateTag> find_tags(const PlacedText& text, Problems& problems) {
  return TagWalk(text, problems).run();
}

}  // namespace steward::rules
