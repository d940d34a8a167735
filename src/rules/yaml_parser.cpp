// SPDX-License-Identifier: MIT
#include "rules/yaml_parser.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <map>
#include <sstream>

#include "rules/scalar_places.hpp"

namespace steward::rules {
namespace {

constexpr std::size_t kMostNodes = 100'000;
constexpr std::size_t kDeepest = 64;

/// The walk cannot go on.
struct Stop {};

/// Builds the tree from the parser's events, within budgets. Events, unlike yaml-cpp's own nodes,
/// show aliases before they are followed and every one of two equal keys.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(const SourceText& source, Problems& problems)
      : source_(source), problems_(problems) {}

  [[nodiscard]] std::optional<YamlNode> take_root() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ == 1) return;
    refuse(mark, "a second document in one file", "put it into a file of its own");
    throw Stop{};
  }
  void OnDocumentEnd() override {}

  void OnAnchor(const YAML::Mark& mark, const std::string& name) override {
    refuse(mark, fmt::format("the anchor '&{}' is not supported", name),
           "write the value where it is needed");
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    refuse(mark, "aliases ('*name') are not supported", "write the value where it is needed");
    finish(node_at(mark, YamlKind::nothing));
  }
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
    finish(node_at(mark, YamlKind::nothing));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    const bool tagged = refuse_tag(mark, tag);
    auto node = node_at(mark, YamlKind::text);
    node.text = tagged || anchor != 0 ? PlacedText(value, node.mark) : placed(mark, value);
    // Escapes may name what is no text; and yaml-cpp makes bytes that are not UTF-8 of "\\_".
    if (!is_text(value)) {
      problems_.error(node.mark, "an escape in this text gives a character that is not text");
    }
    node.mark = node.text.mark();
    finish(std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, YamlKind::list);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, YamlKind::mapping);
  }
  void OnMapEnd() override { close(); }

 private:
  /// A list or mapping that is not complete yet.
  struct Open {
    YamlNode node;
    std::optional<PlacedText> key;     ///< read, while its value is awaited
    std::map<std::string, int> lines;  ///< of the keys so far
  };

  void refuse(const YAML::Mark& mark, std::string message, std::string hint) {
    problems_.error(mark_of(mark), std::move(message), std::move(hint));
  }

  [[nodiscard]] SourceMark mark_of(const YAML::Mark& mark) const {
    return source_.mark(mark.pos < 0 ? 0 : static_cast<std::size_t>(mark.pos));
  }

  bool refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    // "?" is a plain scalar or an untagged node, "!" a quoted one.
    if (tag.empty() || tag == "?" || tag == "!") return false;
    refuse(mark, "tags ('!name') are not supported", "remove it: every value is text");
    return true;
  }

  /// A node at `mark`, counted against the budget.
  YamlNode node_at(const YAML::Mark& mark, YamlKind kind) {
    if (++nodes_ > kMostNodes) {
      refuse(mark, fmt::format("the file has more than {} values", kMostNodes), "split it");
      throw Stop{};
    }
    YamlNode node;
    node.kind = kind;
    node.mark = mark_of(mark);
    return node;
  }

  [[nodiscard]] PlacedText placed(const YAML::Mark& mark, const std::string& value) const {
    const auto start = mark.pos < 0 ? 0 : static_cast<std::size_t>(mark.pos);
    std::vector<std::pair<int, int>> places;
    places.reserve(value.size() + 1);
    for (const auto offset : scalar_offsets(source_.text(), start, value)) {
      places.push_back(source_.place(offset));
    }
    return {value, source_.file(), std::move(places)};
  }

  void open(const YAML::Mark& mark, const std::string& tag, YamlKind kind) {
    refuse_tag(mark, tag);
    if (open_.size() >= kDeepest) {
      refuse(mark, fmt::format("nested more than {} deep", kDeepest), {});
      throw Stop{};
    }
    if (awaits_key()) {
      refuse(mark, fmt::format("a key must be text, not {}", to_string(kind)),
             "text that begins with '[' or '{' needs quotes");
      throw Stop{};
    }
    open_.push_back({node_at(mark, kind), std::nullopt, {}});
  }

  void close() {
    auto node = std::move(open_.back().node);
    open_.pop_back();
    finish(std::move(node));
  }

  [[nodiscard]] bool awaits_key() const {
    return !open_.empty() && open_.back().node.kind == YamlKind::mapping && !open_.back().key;
  }

  /// Gives a complete node to the list or mapping that it is in.
  void finish(YamlNode node) {
    if (open_.empty()) {
      if (!root_) root_ = std::move(node);
      return;
    }
    auto& parent = open_.back();
    if (parent.node.kind == YamlKind::list) {
      parent.node.items.push_back(std::move(node));
    } else if (!parent.key) {
      take_key(parent, node);
    } else {
      add_entry(parent, std::move(node));
    }
  }

  void take_key(Open& parent, const YamlNode& node) {
    parent.key = node.kind == YamlKind::text ? node.text : PlacedText("", node.mark);
    if (node.kind != YamlKind::text) problems_.error(node.mark, "a key must be text");
    if (node.text.text() == "<<") {
      problems_.error(node.mark, "merge keys ('<<') are not supported",
                      "write the keys where they are needed");
    }
  }

  void add_entry(Open& parent, YamlNode value) {
    auto key = std::move(*parent.key);
    parent.key.reset();
    // A value that is not there has no place of its own.
    if (value.kind == YamlKind::nothing) value.mark = key.mark();
    const auto [first, is_new] = parent.lines.emplace(key.text(), key.mark().line);
    if (!is_new) {
      problems_.error(key.mark(), fmt::format("the key '{}' occurs twice", key.text()),
                      fmt::format("it is first given in line {}", first->second));
    } else if (!key.text().empty() && key.text() != "<<") {
      parent.node.entries.push_back({std::move(key), std::move(value)});
    }
  }

  const SourceText& source_;
  Problems& problems_;
  std::vector<Open> open_;
  std::optional<YamlNode> root_;
  std::size_t nodes_ = 0;
  int documents_ = 0;
};

/// What to do about yaml-cpp's most frequent complaints.
std::string hint_for(std::string_view complaint) {
  if (complaint == "illegal map value") return "text that contains ': ' needs quotes around it";
  if (complaint == "end of map not found" || complaint == "end of sequence not found") {
    return "check the indentation of this line and the one before it";
  }
  return {};
}

}  // namespace

std::optional<YamlNode> parse_yaml(const SourceText& source, Problems& problems) {
  if (!check_characters(source, problems)) return std::nullopt;
  TreeBuilder builder(source, problems);
  try {
    std::istringstream stream(source.text());
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Stop&) {
    return std::nullopt;
  } catch (const YAML::Exception& failure) {
    const auto offset = failure.mark.pos < 0 ? 0 : static_cast<std::size_t>(failure.mark.pos);
    problems.error(source.mark(offset), fmt::format("not valid YAML: {}", failure.msg),
                   hint_for(failure.msg));
    return std::nullopt;
  }
  auto root = builder.take_root();
  if (!root || root->kind == YamlKind::nothing) {
    problems.error({source.file(), 0, 0, 1}, "the file is empty");
    return std::nullopt;
  }
  return root;
}

std::optional<YamlNode> parse_yaml_file(const std::string& path, Problems& problems) {
  const auto source = read_source(path, problems);
  if (!source) return std::nullopt;
  return parse_yaml(*source, problems);
}

}  // namespace steward::rules
