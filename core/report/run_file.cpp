#include "core/report/run_file.hpp"

#include "core/base/setup_error.hpp"
#include "core/report/node_bytes.hpp"
#include "core/report/stats_bytes.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace veriload::report {
namespace {

// More than any table of names gives; a damaged file shall not take memory for the ids between.
constexpr std::uint64_t most_ids = 65'536;
constexpr std::uint64_t most_seconds = 0xffff'ffff;

[[noreturn]] void cannot_read(const std::string& path, int error) {
  throw setup_error(path + ": cannot be read: " + std::generic_category().message(error));
}

std::string content_of(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) cannot_read(path, errno);
  struct stat about {};
  std::string bytes;
  // One byte more than there are: a file that is longer by then is read on.
  const bool sized = ::fstat(descriptor, &about) == 0 && S_ISREG(about.st_mode);
  std::size_t room = sized ? static_cast<std::size_t>(about.st_size) + 1 : 65'536;
  while (true) {
    const std::size_t had = bytes.size();
    bytes.resize(had + room);
    const ssize_t got = ::read(descriptor, bytes.data() + had, room);
    const int error = errno;
    bytes.resize(had + (got > 0 ? static_cast<std::size_t>(got) : 0));
    if (got < 0 && error == EINTR) continue;
    if (got <= 0) {
      ::close(descriptor);
      if (got < 0) cannot_read(path, error);
      return bytes;
    }
    room = std::max<std::size_t>(65'536, room - static_cast<std::size_t>(got));
  }
}

}  // namespace

run_file run_file::read(const std::string& path) { return {content_of(path), path}; }

run_file::run_file(std::string bytes, std::string name)
    : bytes_(std::move(bytes)), name_(std::move(name)) {
  if (!std::string_view(bytes_).starts_with(run_file_magic)) {
    throw setup_error(name_ +
                      ": is no run file, expected one that `reports.run` of a configuration made");
  }
  if (bytes_.size() < run_file_head_size)
    throw setup_error(name_ + ": ends within its first 16 bytes: nothing was kept of the run");
  byte_reader head(std::string_view(bytes_).substr(run_file_magic.size(), 8), name_);
  const std::uint32_t major = head.fixed32() & 0xffff;
  if (major != run_file_major) {
    throw setup_error(name_ + ": is a run file of version " + std::to_string(major) +
                      ", this program reads version " + std::to_string(run_file_major));
  }
  find_sections();
}

void run_file::find_sections() {
  section_place found;
  std::size_t at = run_file_head_size;
  for (; find_section(bytes_, at, found); at += section_head_size + found.stored.size()) {
    if (found.tag == section_tag::second) {
      seconds_.push_back(found);
    } else if (found.tag == section_tag::names) {
      add_names(found);
    } else if (!single_.emplace(found.tag, found).second) {
      throw setup_error(name_ + ": section " + found.tag + " at byte " + std::to_string(at) +
                        " is there twice; the file is damaged, copy or make it again");
    }
  }
  whole_bytes_ = at;
  const auto end = single_.find(section_tag::end);
  if (end == single_.end()) return;
  const std::string content = section_content(end->second, name_);
  byte_reader in = reader_of(end->second, content);
  const std::uint64_t wanted = in.number();
  if (wanted != seconds_.size() || at != bytes_.size()) {
    throw setup_error(name_ + ": has " + std::to_string(seconds_.size()) + " seconds and " +
                      std::to_string(bytes_.size() - at) + " bytes behind its end, expected " +
                      std::to_string(wanted) +
                      " seconds and none; the file is damaged, copy or make it again");
  }
  only(section_tag::result);
  only(section_tag::totals);
  partial_ = false;
}

void run_file::add_names(const section_place& section) {
  const std::string content = section_content(section, name_);
  byte_reader in = reader_of(section, content);
  while (!in.at_end()) {
    const std::uint64_t id = in.number_up_to(most_ids, "an id");
    names_[static_cast<std::uint32_t>(id)] = in.text();
  }
}

const section_place& run_file::only(std::string_view tag) const {
  const auto found = single_.find(tag);
  if (found == single_.end()) {
    throw setup_error(name_ + ": has no section " + std::string(tag) +
                      "; the run was killed before it was written, or the file is damaged");
  }
  return found->second;
}

byte_reader run_file::reader_of(const section_place& section, std::string_view content) const {
  return {content,
          name_ + ": section " + section.tag + " at byte " + std::to_string(section.offset)};
}

base::node run_file::tree(std::string_view tag) const {
  const section_place& section = only(tag);
  const std::string content = section_content(section, name_);
  byte_reader in = reader_of(section, content);
  base::node found = take_node(in);
  in.expect_end();
  return found;
}

kept_totals run_file::totals() const {
  const section_place& section = only(section_tag::totals);
  const std::string content = section_content(section, name_);
  byte_reader in = reader_of(section, content);
  kept_totals out;
  out.total = take_stats(in);
  for (std::size_t left = in.items(); left > 0; --left) {
    std::string name(in.text());
    out.endpoints.push_back({std::move(name), take_stats(in)});
  }
  in.expect_end();
  return out;
}

bool run_file::second(std::size_t index, std::uint64_t from, std::uint64_t to,
                      kept_second& into) const {
  const section_place& section = seconds_.at(index);
  const std::string content = section_content(section, name_);
  byte_reader in = reader_of(section, content);
  into.measured.clear();
  into.second = in.number_up_to(most_seconds, "a second");
  if (into.second < from || into.second >= to) return false;
  into.measured.bytes_out = in.number();
  into.measured.bytes_in = in.number();
  into.measured.users = in.number();
  for (std::size_t left = in.items(); left > 0; --left) {
    const auto id = static_cast<std::uint32_t>(in.number_up_to(most_ids, "an id"));
    if (!names_.contains(id)) in.fail("has an endpoint without a name");
    auto& endpoints = into.measured.endpoints;
    if (endpoints.size() <= id) endpoints.resize(std::size_t{id} + 1);
    if (endpoints[id].requests > 0) in.fail("has an endpoint twice");
    take_interval(in, endpoints[id]);
    if (endpoints[id].requests == 0) in.fail("has an endpoint without requests");
  }
  in.expect_end();
  return true;
}

}  // namespace veriload::report
