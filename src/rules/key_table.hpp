// SPDX-License-Identifier: MIT
// The keys that a mapping of a file may have, said once: readers read through these tables, and
// the JSON Schema for editors is written from them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace steward::rules {

struct KeyTable;

/// What a value looks like, as far as an editor can tell. Readers check more.
enum class ValueForm {
  text,                     ///< any text
  line,                     ///< text of one line
  name,                     ///< lower-case letters, digits and hyphens
  names,                    ///< one name, or a list of them
  expression,               ///< an expression over the subject
  boolean,                  ///< true or false
  number,                   ///< a whole number
  date,                     ///< 2026-11-22
  date_or_instant,          ///< 2026-11-22, or 2026-11-22T15:00:00-05:00
  length,                   ///< 48h, 2 working days, or an expression of a length
  elapsed,                  ///< 48h, 90m, 10s
  moment,                   ///< due - 24h, 75%
  choice,                   ///< one of `choices`
  choices,                  ///< a list of them
  recipients,               ///< one recipient, or a list of them
  texts,                    ///< one text, or a list of them
  secret,                   ///< {file: PATH} or {env: NAME}
  week,                     ///< days of the week, each with its openings
  dates,                    ///< dates, each with its openings
  list,                     ///< of mappings with `keys`
  mapping,                  ///< with `keys`
  by_name,                  ///< any names, each with a mapping with `keys`
  text_by_name,             ///< any names, each with text
  texts_by_name,            ///< any names, each with one text or a list of them
  text_or_mapping_by_name,  ///< any names, each with text or a mapping with `keys`
  texts_or_by_name,         ///< a list of names, or names each with names and texts
  expressions,              ///< a mapping of names to expressions
  repeats,                  ///< 4h, 30m, 4 working hours
  date_or_mapping_list,     ///< of dates, or of mappings with `keys`
  text_or_mapping,          ///< text, or a mapping with `keys`
  rows,                     ///< lists of a decision table's cells, the last being what is chosen
  anything,                 ///< what stands in the last column of such rows
};

/// One key. `meaning` is a phrase for messages ("'title' is …") and for editors: it begins in lower
/// case and has no full stop.
struct Key {
  std::string_view name;
  ValueForm form = ValueForm::text;
  std::string_view meaning;
  std::string_view example = {};  ///< as it stands in a file
  bool required = false;
  std::vector<std::string_view> choices = {};
  const KeyTable* keys = nullptr;  ///< of a mapping, or of each item of a list
  bool may_be_table = false;       ///< a decision table may stand in its place
  bool has_default = false;        ///< required, but the file's `defaults:` may give it
  std::string_view unless = {};    ///< required, but not beside this key
};

/// The keys of one kind of mapping.
struct KeyTable {
  std::string_view name;  ///< in the schema: "rule", "step"
  std::vector<Key> keys;
  /// Keys of the language that this version refuses by name.
  std::vector<std::string_view> refused = {};

  /// Null when there is no such key.
  [[nodiscard]] const Key* find(std::string_view key) const;
  [[nodiscard]] std::vector<std::string> names() const;
};

/// For keys that cannot be left out, and for those that only another key makes needless.
[[nodiscard]] Key required(Key key);
[[nodiscard]] Key required_unless(std::string_view other, Key key);

/// Of text or texts, a whole mapping, a list of them, or names each with one: what the form needs
/// is said by its function, so that nothing stands in the place of something else.
/// One of them, or a list of them.
[[nodiscard]] Key choice_key(std::string_view name, std::string_view meaning,
                             std::string_view example, std::vector<std::string_view> choices);
[[nodiscard]] Key choices_key(std::string_view name, std::string_view meaning,
                              std::string_view example, std::vector<std::string_view> choices);
/// Of a mapping, a list of them, or names each with one: with `keys`.
[[nodiscard]] Key keys_below(std::string_view name, ValueForm form, std::string_view meaning,
                             const KeyTable& keys, std::string_view example = {});
/// A decision table may stand in its place.
[[nodiscard]] Key or_table(Key key);

// Whole files.
[[nodiscard]] const KeyTable& rule_file_keys();
[[nodiscard]] const KeyTable& chain_file_keys();
[[nodiscard]] const KeyTable& calendar_file_keys();
[[nodiscard]] const KeyTable& template_file_keys();
[[nodiscard]] const KeyTable& model_file_keys();
[[nodiscard]] const KeyTable& settings_keys();

// Their parts.
[[nodiscard]] const KeyTable& rule_keys();
[[nodiscard]] const KeyTable& clock_keys();
[[nodiscard]] const KeyTable& schedule_keys();
/// What a file says once for all of its rules.
[[nodiscard]] const KeyTable& default_keys();
[[nodiscard]] const KeyTable& step_keys();
[[nodiscard]] const KeyTable& chain_keys();
[[nodiscard]] const KeyTable& level_keys();
/// A table over fields of the record.
[[nodiscard]] const KeyTable& decision_table_keys();
/// A calendar as a program writes it, in JSON.
[[nodiscard]] const KeyTable& calendar_json_keys();
[[nodiscard]] const KeyTable& hours_change_keys();
/// Of every kind of holiday, and of one: "date", "rrule", "easter" or "ics".
[[nodiscard]] const KeyTable& holiday_keys();
[[nodiscard]] const KeyTable& holiday_keys(std::string_view kind);
/// A section of model.yaml.
[[nodiscard]] const KeyTable& model_section_keys(std::string_view section);
/// Of an entity and a view in model.yaml, and of their fields and relations.
[[nodiscard]] const KeyTable& model_entity_keys();
[[nodiscard]] const KeyTable& model_view_keys();
[[nodiscard]] const KeyTable& model_field_keys();
[[nodiscard]] const KeyTable& model_relation_keys();
/// A section of the configuration.
[[nodiscard]] const KeyTable& settings_section_keys(std::string_view section);
/// Where a secret is: {file: PATH} or {env: NAME}.
[[nodiscard]] const KeyTable& secret_keys();

}  // namespace steward::rules
