// SPDX-License-Identifier: MIT
#include "rules/chain_reader.hpp"

#include <gtest/gtest.h>

#include "unit/rules/reading.hpp"

namespace steward::rules {
namespace {

std::string said_of_chains(const std::string& text) {
  return test::complaints(text, [](const YamlNode& node, Problems& problems) {
    static_cast<void>(read_chains(node, problems));
  });
}

TEST(ChainReader, NamesWhatIsWrong) {
  EXPECT_EQ(said_of_chains("chains:\n"
                           "  - chain: desk\n"
                           "    repeat: 3\n"
                           "    levels:\n"
                           "      - {notify: assignee, by: [email], template: t, wate: 10m}\n"
                           "      - {notify: boss, wait: later, by: [pigeon]}\n"
                           "      - {template: [a]}\n"
                           "  - chain: Big Boss\n"
                           "    calendar: always\n"
                           "    levels: []\n"),
            "f.yaml:2:5: error: chain 'desk' has no 'calendar'\n"
            "    - chain: desk\n"
            "      ^\n"
            "  = 'calendar' is the calendar outside which 'out_of_hours' is asked; 'always' if "
            "none\n"
            "f.yaml:3:5: error: 'repeat' is not supported by this version of steward\n"
            "      repeat: 3\n"
            "      ^~~~~~\n"
            "f.yaml:5:54: error: unknown key 'wate' in level 1 of chain 'desk'\n"
            "        - {notify: assignee, by: [email], template: t, wate: 10m}\n"
            "                                                       ^~~~\n"
            "  = expected one of: by, notify, out_of_hours, template, wait\n"
            "f.yaml:6:9: error: level 2 of chain 'desk' has no 'template'\n"
            "        - {notify: boss, wait: later, by: [pigeon]}\n"
            "          ^\n"
            "  = 'template' is the words, by a template's name\n"
            "f.yaml:6:18: error: 'boss' is not a recipient\n"
            "        - {notify: boss, wait: later, by: [pigeon]}\n"
            "                   ^~~~\n"
            "  = expected assignee, role(\"…\") or person(\"…\")\n"
            "f.yaml:6:30: error: 'later' is not an elapsed time up to 100 years\n"
            "        - {notify: boss, wait: later, by: [pigeon]}\n"
            "                               ^~~~~\n"
            "  = expected 24h, 90m, 10s, 1h 30m or 2d\n"
            "f.yaml:6:42: error: unknown channel 'pigeon'\n"
            "        - {notify: boss, wait: later, by: [pigeon]}\n"
            "                                           ^~~~~~\n"
            "  = expected one of: email, sms\n"
            "f.yaml:7:9: error: level 3 of chain 'desk' has no 'wait'\n"
            "        - {template: [a]}\n"
            "          ^\n"
            "  = 'wait' is how long the level before it has, such as 10m\n"
            "f.yaml:7:9: error: level 3 of chain 'desk' has no 'notify'\n"
            "        - {template: [a]}\n"
            "          ^\n"
            "  = 'notify' is who is asked: role(\"name\"), person(\"key\") or assignee\n"
            "f.yaml:7:9: error: level 3 of chain 'desk' has no 'by'\n"
            "        - {template: [a]}\n"
            "          ^\n"
            "  = 'by' is the channels: [email], [sms] or both\n"
            "f.yaml:7:20: error: 'template' as a table is not supported by this version of "
            "steward\n"
            "        - {template: [a]}\n"
            "                     ^\n"
            "f.yaml:8:12: error: 'Big Boss' is not a name\n"
            "    - chain: Big Boss\n"
            "             ^~~~~~~~\n"
            "  = a name has lower-case letters, digits and hyphens, and begins with a letter\n"
            "f.yaml:10:13: error: 'levels' is an empty list\n"
            "      levels: []\n"
            "              ^\n"
            "13 errors, 0 warnings\n");
}

}  // namespace
}  // namespace steward::rules
