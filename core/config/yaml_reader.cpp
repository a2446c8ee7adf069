#include "core/config/yaml_reader.hpp"

#include "core/base/setup_error.hpp"
#include "core/config/plain_scalar.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <optional>
#include <streambuf>
#include <unordered_map>
#include <utility>
#include <vector>

namespace veriload::config {
namespace {

using base::node;
using base::node_kind;
using base::place;

[[noreturn]] void fail(const place& at, const std::string& text) {
  throw setup_error(at.text() + ": " + text);
}

// Cost of one value in memory beside its text, rounded up.
constexpr std::size_t bytes_per_value = 64;

// What an anchor stands for, measured once so that an alias costs nothing to judge.
struct anchored {
  node value;
  std::size_t bytes;
  int height;
};

// Builds the tree from the parser's events and refuses what cannot be a configuration as soon as it
// shows.
class tree_builder : public YAML::EventHandler {
 public:
  explicit tree_builder(std::string_view file) : file_(file) {}

  node take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1)
      fail(at(mark), "a second document starts here, or this line does not fit the lines above");
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (wants_key()) fail(at(mark), "a key is missing here");
    scalar(node(), mark, anchor, 0);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    if (wants_key()) return begin_member(mark, value, tag != "!");
    scalar(tagged(mark, tag, value), mark, anchor, value.size());
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (wants_key()) fail(at(mark), "a key must be a text, found an alias");
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) fail(at(mark), "an alias refers to the value that contains it");
    const anchored& meant = found->second;
    if (static_cast<int>(open_.size()) + meant.height > max_yaml_depth) refuse_depth(mark);
    spend(meant.bytes, mark);
    node copy = meant.value;
    copy.written_at(at(mark));
    place_value(std::move(copy), meant.bytes, meant.height);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, "tag:yaml.org,2002:seq", anchor, node::list());
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, "tag:yaml.org,2002:map", anchor, node::map());
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override { close(); }

 private:
  struct frame {
    node value;
    YAML::anchor_t anchor;
    std::size_t bytes = bytes_per_value;
    int height = 1;  // of this list or map: 1 when it holds scalars alone
    std::optional<std::string> key;
    place key_place;
    bool merging = false;  // the pending key is `<<`
    std::optional<place> merge_place;
    std::vector<node> merged;
  };

  place at(const YAML::Mark& mark) const {
    return {file_, static_cast<std::uint32_t>(mark.line + 1),
            static_cast<std::uint32_t>(mark.column + 1)};
  }

  bool wants_key() const {
    return !open_.empty() && open_.back().value.is(node_kind::map) && !open_.back().key;
  }

  [[noreturn]] void refuse_depth(const YAML::Mark& mark) const {
    fail(at(mark),
         "lists and mappings are nested deeper than " + std::to_string(max_yaml_depth) + " levels");
  }

  void spend(std::size_t bytes, const YAML::Mark& mark) {
    spent_ += bytes;
    if (spent_ > max_value_bytes) {
      fail(at(mark), "the values take more than " + std::to_string(max_value_bytes >> 20) +
                         " MB once the aliases are replaced");
    }
  }

  void begin_member(const YAML::Mark& mark, const std::string& key, bool plain) {
    spend(bytes_per_value + key.size(), mark);
    frame& map = open_.back();
    map.bytes += key.size();
    map.key_place = at(mark);
    map.merging = plain && key == "<<";
    const node* before = map.value.find(key);
    if (before || (map.merging && map.merge_place)) {
      const place first = before ? before->where() : *map.merge_place;
      fail(map.key_place, "key " + key + " is given twice, first at " + first.text());
    }
    if (map.merging) map.merge_place = map.key_place;
    map.key = key;
  }

  node tagged(const YAML::Mark& mark, const std::string& tag, const std::string& value) const {
    static constexpr std::string_view core = "tag:yaml.org,2002:";
    if (tag == "?" || tag.empty()) return resolve_plain(value);
    if (tag == "!" || tag == "tag:yaml.org,2002:str") return node::string(value);
    const std::string_view name =
        tag.starts_with(core) ? std::string_view(tag).substr(core.size()) : std::string_view();
    node read = resolve_plain(value);
    const bool fits = (name == "int" && read.is(node_kind::integer)) ||
                      (name == "float" && read.is(node_kind::number)) ||
                      (name == "bool" && read.is(node_kind::boolean)) ||
                      (name == "null" && read.is_null());
    if (name == "float" && read.is(node_kind::integer)) return node::number(read.as_number());
    if (!fits) fail(at(mark), "tag " + tag + " is unknown or does not fit the value");
    return read;
  }

  void scalar(node value, const YAML::Mark& mark, YAML::anchor_t anchor, std::size_t text_bytes) {
    spend(bytes_per_value + text_bytes, mark);
    value.written_at(at(mark));
    if (anchor) anchors_.insert_or_assign(anchor, anchored{value, bytes_per_value + text_bytes, 0});
    place_value(std::move(value), bytes_per_value + text_bytes, 0);
  }

  void open(const YAML::Mark& mark, const std::string& tag, const char* own_tag,
            YAML::anchor_t anchor, node empty) {
    if (wants_key())
      fail(at(mark), "a key must be a text, found a list or mapping; is a [ or { not closed?");
    if (tag != "?" && tag != "!" && !tag.empty() && tag != own_tag)
      fail(at(mark), "unknown tag " + tag);
    if (static_cast<int>(open_.size()) >= max_yaml_depth) refuse_depth(mark);
    spend(bytes_per_value, mark);
    empty.written_at(at(mark));
    open_.push_back({std::move(empty), anchor, bytes_per_value, 1, {}, {}, false, {}, {}});
  }

  void close() {
    frame done = std::move(open_.back());
    open_.pop_back();
    for (const node& from : done.merged)
      merge(done, from);
    if (done.anchor)
      anchors_.insert_or_assign(done.anchor, anchored{done.value, done.bytes, done.height});
    place_value(std::move(done.value), done.bytes, done.height);
  }

  // YAML's merge type: what the map says itself wins, then the earlier of several merged maps.
  void merge(frame& into, const node& from) {
    for (std::size_t i = 0; i < from.size(); ++i) {
      if (!into.value.find(from.key_at(i))) into.value.add(std::string(from.key_at(i)), from.at(i));
    }
  }

  void place_value(node value, std::size_t bytes, int height) {
    if (open_.empty()) {
      root_ = std::move(value);
      return;
    }
    frame& parent = open_.back();
    parent.bytes += bytes;
    parent.height = std::max(parent.height, height + 1);
    if (parent.value.is(node_kind::list)) {
      parent.value.push(std::move(value));
      return;
    }
    if (parent.merging) {
      note_merged(parent, std::move(value));
    } else {
      value.written_at(parent.key_place);
      parent.value.add(std::move(*parent.key), std::move(value));
    }
    parent.key.reset();
    parent.merging = false;
  }

  void note_merged(frame& parent, node value) {
    if (value.is(node_kind::map)) {
      parent.merged.push_back(std::move(value));
      return;
    }
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (!value.at(i).is(node_kind::map)) break;
      parent.merged.push_back(value.at(i));
    }
    if (!value.is(node_kind::list) || parent.merged.size() != value.size())
      fail(parent.key_place, "<< needs a mapping or a list of mappings");
  }

  std::string_view file_;
  node root_;
  std::vector<frame> open_;
  std::unordered_map<YAML::anchor_t, anchored> anchors_;
  std::size_t spent_ = 0;
  int documents_ = 0;
};

// The parser speaks of its own insides; these are the slips that people make.
std::string in_our_words(const std::string& message) {
  if (message == YAML::ErrorMsg::MAP_VALUE)
    return "a mapping cannot start here; check the indentation, and quote a text that holds \": \"";
  if (message == YAML::ErrorMsg::TAB_IN_INDENTATION) return "a tab indents this line; use blanks";
  if (message == YAML::ErrorMsg::END_OF_MAP || message == YAML::ErrorMsg::END_OF_SEQ)
    return "this line does not fit the lines above; check the indentation and the quotes";
  if (message == YAML::ErrorMsg::END_OF_MAP_FLOW) return "a { is never closed";
  if (message == YAML::ErrorMsg::END_OF_SEQ_FLOW) return "a [ is never closed";
  if (message == YAML::ErrorMsg::EOF_IN_SCALAR) return "a quote is never closed";
  if (message == YAML::ErrorMsg::UNKNOWN_ANCHOR)
    return "an alias names an anchor that is not there";
  return message;
}

// A stream over memory that is not ours, without a copy.
struct view_buffer : std::streambuf {
  explicit view_buffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());  // setg's type; the get area is never written
    setg(begin, begin, begin + text.size());
  }
};

// Length of the valid UTF-8 sequence at the front of `text`, 0 when there is none (RFC 3629).
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
  }
  const unsigned char next = byte(1);
  const bool overlong = (lead == 0xe0 && next < 0xa0) || (lead == 0xf0 && next < 0x90);
  const bool surrogate = lead == 0xed && next > 0x9f;
  return overlong || surrogate || (lead == 0xf4 && next > 0x8f) ? 0 : length;
}

void require_text(std::string_view text, std::string_view file) {
  place at{file, 1, 1};
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_length(text.substr(i));
    if (length == 0) fail(at, "not UTF-8 text");
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t')
      fail(at, "a control character is not allowed here");
    at.column += static_cast<std::uint32_t>(length);
    if (byte == '\n') at = {file, at.line + 1, 1};
    i += length;
  }
}

}  // namespace

node read_yaml(std::string_view text, std::string_view name) {
  const std::string_view file = base::interned_origin(name);
  if (text.size() > max_yaml_bytes) {
    throw setup_error(std::string(file) + ": larger than " + std::to_string(max_yaml_bytes >> 20) +
                      " MB, which is too much for a configuration");
  }
  require_text(text, file);
  // The parser takes the end of the text for the end of an open quote; a document's end it does
  // not.
  const std::string closed = std::string(text) + "\n...\n";
  view_buffer buffer(closed);
  std::istream stream(&buffer);
  tree_builder builder(file);
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const YAML::Exception& error) {
    const auto line = static_cast<std::uint32_t>(std::max(error.mark.line, 0) + 1);
    const auto column = static_cast<std::uint32_t>(std::max(error.mark.column, 0) + 1);
    fail({file, line, column}, "not valid YAML: " + in_our_words(error.msg));
  }
  return builder.take();
}

}  // namespace veriload::config
