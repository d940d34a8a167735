// SPDX-License-Identifier: MIT
#include "steward/notify/renderer.hpp"

#include <fmt/format.h>

#include <kainjow/mustache.hpp>
#include <unordered_map>
#include <vector>

#include "notify/message_values.hpp"
#include "notify/one_line.hpp"
#include "steward/notify/sms_text.hpp"

namespace steward::notify {
namespace {

namespace mustache = kainjow::mustache;

/// Looks names up flat ("client.name" is one name) and remembers the first mistake: mustache itself
/// renders an unknown name as nothing.
class FlatContext final : public mustache::basic_context<std::string> {
 public:
  explicit FlatContext(const model::MessageContext& context) {
    for (const auto& [name, value] : message_values(context)) {
      // As a section, a text is true even when it is empty; false shows as nothing.
      values_.emplace(name, value.empty() ? mustache::data(false) : mustache::data(value));
    }
  }

  void push(const mustache::data* item) override { sections_.push_back(item); }
  void pop() override { sections_.pop_back(); }

  const mustache::data* get(const std::string& name) const override {
    if (name == "." && !sections_.empty()) return sections_.back();
    const auto found = values_.find(name);
    if (found != values_.end()) return &found->second;
    remember(fmt::format("unknown name '{}'", name));
    return nullptr;
  }

  const mustache::data* get_partial(const std::string& name) const override {
    remember(fmt::format("'{{{{> {}}}}}': a template cannot include another", name));
    return nullptr;
  }

  [[nodiscard]] const std::string& mistake() const { return mistake_; }

 private:
  void remember(std::string mistake) const {
    if (mistake_.empty()) mistake_ = std::move(mistake);
  }

  std::unordered_map<std::string, mustache::data> values_;
  std::vector<const mustache::data*> sections_;
  mutable std::string mistake_;
};

/// Renders one part of a template; `part` names it in the error.
Result<std::string> fill(const model::Template& text, std::string_view part,
                         const std::string& source, FlatContext& context) {
  const auto wrong = [&](std::string_view what) {
    return Error(ErrorCode::invalid_input,
                 fmt::format("template '{}', {}: {}", text.name, part, what));
  };
  if (source.empty()) return wrong("there is none");
  mustache::mustache page(source);
  if (!page.is_valid()) return wrong(page.error_message());
  page.set_custom_escape([](const std::string& value) { return value; });
  std::string filled = page.render(context);
  if (!page.is_valid()) return wrong(page.error_message());
  if (!context.mistake().empty()) return wrong(context.mistake());
  return filled;
}

/// Without white space at the ends of lines, blank lines at the ends of the text, and more than one
/// blank line anywhere (an empty section leaves those behind).
std::string tidy(std::string_view text) {
  std::string tidied;
  std::size_t breaks = 0;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r')) {
      line.remove_suffix(1);
    }
    ++breaks;
    if (line.empty()) continue;
    if (!tidied.empty()) tidied.append(std::min<std::size_t>(breaks, 2), '\n');
    tidied += line;
    breaks = 0;
  }
  return tidied;
}

Error empty_message(const model::Template& text, std::string_view part) {
  return Error(ErrorCode::invalid_input,
               fmt::format("template '{}', {}: nothing is left to say", text.name, part));
}

}  // namespace

Result<model::Rendered> MustacheRenderer::render(const model::Template& text,
                                                 const model::MessageContext& context,
                                                 model::Channel channel) const {
  FlatContext values(context);
  model::Rendered rendered;
  if (channel == model::Channel::sms) {
    const auto sms = fill(text, "sms", text.sms, values);
    if (!sms) return sms.error();
    rendered.text = plain_sms(one_line(*sms));
    if (rendered.text.empty()) return empty_message(text, "sms");
    return rendered;
  }
  const auto subject = fill(text, "subject", text.subject, values);
  if (!subject) return subject.error();
  const auto body = fill(text, "email", text.email, values);
  if (!body) return body.error();
  rendered.subject = one_line(*subject);
  rendered.text = tidy(*body);
  if (rendered.subject.empty()) return empty_message(text, "subject");
  if (rendered.text.empty()) return empty_message(text, "email");
  return rendered;
}

}  // namespace steward::notify
