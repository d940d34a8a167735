// SPDX-License-Identifier: MIT
#include "rules/template_reader.hpp"

#include <gtest/gtest.h>

#include "unit/rules/reading.hpp"

namespace steward::rules {
namespace {

std::string said(const std::string& text) {
  return test::complaints(text, [](const YamlNode& node, Problems& problems) {
    static_cast<void>(read_template(node, problems));
  });
}

/// What is said about a template with this email.
std::string said_of_email(const std::string& email) {
  return said("{template: t, subject: s, email: '" + email + "'}\n");
}

TEST(TemplateReader, SortsNamesIntoBuiltInAndFacts) {
  Problems problems;
  const auto node = parse_yaml(
      SourceText(
          "f.yaml",
          "template: t\nsubject: '{{ref}}: {{ client.name }}'\n"
          "email: |\n  {{! why }}{{#late}}Late.{{/late}}{{^completed_at}}-{{/completed_at}}\n"
          "sms: '{{service}} {{due}}'\n"),
      problems);
  ASSERT_TRUE(node);
  const auto placed = read_template(*node, problems);
  EXPECT_EQ(problems.render_all(), "");
  std::string facts;
  for (const auto& fact : placed.facts) {
    facts += fact.text() + " " + std::to_string(fact.mark().line) + ":" +
             std::to_string(fact.mark().column) + "\n";
  }
  EXPECT_EQ(facts, "client.name 2:23\ncompleted_at 4:39\nservice 5:9\n");
  EXPECT_EQ(placed.text.subject, "{{ref}}: {{ client.name }}");
  EXPECT_EQ(placed.text.sms, "{{service}} {{due}}");
}

TEST(TemplateReader, RefusesWhatMustacheOffersBesideNames) {
  EXPECT_EQ(said_of_email("{{{ref}}} {{&ref}} {{>other}} {{=<% %>=}} {{}}"),
            "f.yaml:1:35: error: '{{{' is not supported: values are always escaped\n"
            "  {template: t, subject: s, email: '{{{ref}}} {{&ref}} {{>other}} {{=<% %>=}} {{}}'}\n"
            "                                    ^~~\n"
            "  = write {{name}}\n"
            "f.yaml:1:45: error: '{{&' is not supported: values are always escaped\n"
            "  {template: t, subject: s, email: '{{{ref}}} {{&ref}} {{>other}} {{=<% %>=}} {{}}'}\n"
            "                                              ^~~~~~~~\n"
            "  = write {{name}}\n"
            "f.yaml:1:54: error: a template cannot include another\n"
            "  {template: t, subject: s, email: '{{{ref}}} {{&ref}} {{>other}} {{=<% %>=}} {{}}'}\n"
            "                                                       ^~~~~~~~~~\n"
            "f.yaml:1:65: error: the delimiters '{{' and '}}' cannot be changed\n"
            "  {template: t, subject: s, email: '{{{ref}}} {{&ref}} {{>other}} {{=<% %>=}} {{}}'}\n"
            "                                                                  ^~~~~~~~~~~\n"
            "f.yaml:1:77: error: a tag without a name\n"
            "  {template: t, subject: s, email: '{{{ref}}} {{&ref}} {{>other}} {{=<% %>=}} {{}}'}\n"
            "                                                                              ^~~~\n"
            "5 errors, 0 warnings\n");
}

std::string nested(std::size_t sections) {
  std::string text;
  for (std::size_t i = 0; i < sections; ++i) text += "{{#late}}";
  for (std::size_t i = 0; i < sections; ++i) text += "{{/late}}";
  return text;
}

TEST(TemplateReader, RefusesSectionsThatAreTooDeep) {
  EXPECT_EQ(said_of_email(nested(16)), "");
  const auto once = [](const std::string& text) {
    return text.substr(0, text.find('\n')) + text.substr(text.rfind("\n  = "));
  };
  EXPECT_EQ(once(said_of_email(nested(17))),
            "f.yaml:1:179: error: more than 16 sections within one another\n"
            "  = close one first: '{{/late}}'\n"
            "1 error, 0 warnings\n");
  // Without a limit it took gigabytes to find out that this one is right.
  EXPECT_EQ(once(said_of_email(nested(20000))), once(said_of_email(nested(17))));
}

TEST(TemplateReader, RefusesSectionsThatDoNotClose) {
  EXPECT_EQ(said_of_email("{{#late}}{{#urgent}}{{/late}} {{/late}} {{/late}}"),
            "f.yaml:1:58: error: '{{/late}}' where '{{/urgent}}' was expected\n"
            "  {template: t, subject: s, email: '{{#late}}{{#urgent}}{{/late}} {{/late}} "
            "{{/late}}'}\n"
            "                                                           ^~~~\n"
            "  = the section opened in line 1 is still open\n"
            "f.yaml:1:78: error: '{{/late}}' closes no section\n"
            "  {template: t, subject: s, email: '{{#late}}{{#urgent}}{{/late}} {{/late}} "
            "{{/late}}'}\n"
            "                                                                               ^~~~\n"
            "2 errors, 0 warnings\n");
  EXPECT_EQ(said_of_email("{{#late}}"),
            "f.yaml:1:38: error: the section '{{#late}}' is never closed\n"
            "  {template: t, subject: s, email: '{{#late}}'}\n"
            "                                       ^~~~\n"
            "  = expected '{{/late}}' after it\n"
            "1 error, 0 warnings\n");
  EXPECT_EQ(said_of_email("{{ref"),
            "f.yaml:1:35: error: '{{' is never closed\n"
            "  {template: t, subject: s, email: '{{ref'}\n"
            "                                    ^~\n"
            "  = expected '}}' after the name\n"
            "1 error, 0 warnings\n");
}

TEST(TemplateReader, RefusesNamesThatMeanNothing) {
  EXPECT_EQ(said_of_email("{{urgent}} {{client name}}"),
            "f.yaml:1:37: error: 'urgent' has no text of its own\n"
            "  {template: t, subject: s, email: '{{urgent}} {{client name}}'}\n"
            "                                      ^~~~~~\n"
            "  = write {{#urgent}}…{{/urgent}}: the step is urgent\n"
            "f.yaml:1:48: error: 'client name' is not a name\n"
            "  {template: t, subject: s, email: '{{urgent}} {{client name}}'}\n"
            "                                                 ^~~~~~~~~~~\n"
            "  = expected a name such as due, or a field of the record such as client.name\n"
            "2 errors, 0 warnings\n");
}

TEST(TemplateReader, AFirstDayIsAboutNoOneRecord) {
  EXPECT_EQ(said("{template: first-day, subject: '{{how_many}}', email: '{{client.name}}'}\n"),
            "f.yaml:1:58: error: 'client.name' is no name of the template 'first-day'\n"
            "  {template: first-day, subject: '{{how_many}}', email: '{{client.name}}'}\n"
            "                                                           ^~~~~~~~~~~\n"
            "  = it is about several promises: write {{promises}}, which lists them\n"
            "1 error, 0 warnings\n");
}

TEST(TemplateReader, DemandsItsParts) {
  EXPECT_EQ(said("template: t\nsubject: |\n  one\n  two\nhtml: <p>\n"),
            "f.yaml:1:1: error: template 't' has no 'email'\n"
            "  template: t\n"
            "  ^\n"
            "  = 'email' is the email's text\n"
            "f.yaml:3:3: error: 'subject' must be one line\n"
            "    one\n"
            "    ^~~\n"
            "f.yaml:5:1: error: 'html' is not supported by this version of steward\n"
            "  html: <p>\n"
            "  ^~~~\n"
            "3 errors, 0 warnings\n");
}

}  // namespace
}  // namespace steward::rules
