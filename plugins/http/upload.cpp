#include "plugins/http/upload.hpp"

#include <veriload/text.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace veriload::http_plugin {
namespace {

const char* words_of(int number) {
  const char* const words = ::strerrordesc_np(number);
  return words != nullptr ? words : "unknown reason";
}

int shown(std::string_view text) {
  return static_cast<int>(std::min<std::size_t>(text.size(), 80));
}

using counter = unsigned long long;

}  // namespace

bool upload::open(const vl_call& call, std::string_view folder, failure& why) {
  close();
  active_ = true;
  if (call.n_pieces == 0) {
    sources_.emplace_back();
    sources_.back().bytes = call.body;
    sources_.back().length = size_ = call.body.len;
    return true;
  }
  for (std::uint32_t i = 0; i < call.n_pieces; ++i) {
    source& from = sources_.emplace_back();
    const vl_piece& piece = call.pieces[i];
    if (piece.file.len == 0) {
      from.bytes = piece.bytes;
      from.length = piece.bytes.len;
    } else if (!open_file(from, piece, folder, why)) {
      return false;
    }
    size_ += from.length;
  }
  return true;
}

bool upload::open_file(source& from, const vl_piece& piece, std::string_view folder, failure& why) {
  from.file = to_view(piece.file);
  const std::string_view name = from.file;
  if (name.find('\0') != std::string_view::npos) {
    why.set(VL_E_INVALID, 0, "name of a file to send holds a NUL byte");
    return false;
  }
  std::string path;
  if (name.front() != '/' && !folder.empty()) path.append(folder) += '/';
  path.append(name);
  struct stat about {};
  from.descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (from.descriptor < 0 || ::fstat(from.descriptor, &about) != 0) {
    why.set(VL_E_INVALID, errno, "cannot open %.*s to send it: %s", shown(name), name.data(),
            words_of(errno));
    return false;
  }
  if (!S_ISREG(about.st_mode)) {
    why.set(VL_E_INVALID, 0, "%.*s cannot be sent, expected a regular file", shown(name),
            name.data());
    return false;
  }
  const auto there = static_cast<std::uint64_t>(about.st_size);
  const std::uint64_t left = there - std::min(there, piece.offset);
  if (piece.length > left || (piece.length == 0 && piece.offset > there)) {
    why.set(VL_E_INVALID, 0, "%.*s has %llu bytes, expected %llu from byte %llu on", shown(name),
            name.data(), counter{there}, counter{piece.length}, counter{piece.offset});
    return false;
  }
  from.offset = piece.offset;
  from.length = piece.length != 0 ? piece.length : left;
  return true;
}

void upload::rewind() noexcept {
  at_ = 0;
  given_ = 0;
  was_read_ = false;
}

upload::step upload::next(vl_cbuf& part, failure& why) {
  while (at_ < sources_.size() && given_ == sources_[at_].length) {
    ++at_;
    given_ = 0;
  }
  if (at_ == sources_.size()) return step::end;
  const source& from = sources_[at_];
  if (from.descriptor < 0) {
    part = from.bytes;
    given_ = from.length;
    return step::part;
  }
  if (std::exchange(was_read_, false)) return take(outcome_, part, why);
  if (buffer_ == nullptr) buffer_ = std::make_unique_for_overwrite<char[]>(piece_bytes);
  const long count = read_some(RWF_NOWAIT);
  if (count == -EAGAIN || count == -EOPNOTSUPP || count == -ENOSYS) return step::read;
  return take(count, part, why);
}

long upload::read_some(int flags) noexcept {
  const source& from = sources_[at_];
  const iovec room{buffer_.get(), static_cast<std::size_t>(
                                      std::min<std::uint64_t>(piece_bytes, from.length - given_))};
  while (true) {
    const ssize_t count =
        ::preadv2(from.descriptor, &room, 1, static_cast<off_t>(from.offset + given_), flags);
    if (count >= 0) return count;
    if (errno != EINTR) return -errno;
  }
}

upload::step upload::take(long count, vl_cbuf& part, failure& why) {
  const source& from = sources_[at_];
  const std::string_view name = from.file;
  if (count < 0) {
    why.set(VL_E_INVALID, static_cast<std::int32_t>(-count), "cannot read %.*s to send it: %s",
            shown(name), name.data(), words_of(static_cast<int>(-count)));
    return step::failed;
  }
  if (count == 0) {
    why.set(VL_E_INVALID, 0, "%.*s became shorter while it was sent, %llu of %llu bytes are there",
            shown(name), name.data(), counter{given_}, counter{from.length});
    return step::failed;
  }
  part = {buffer_.get(), static_cast<std::size_t>(count)};
  given_ += static_cast<std::uint64_t>(count);
  return step::part;
}

vl_result upload::run(vl_work* work) noexcept {
  auto& self = *static_cast<upload*>(work->user);
  self.outcome_ = self.read_some(0);
  self.was_read_ = true;
  return {VL_OK, 0, 0};
}

void upload::close() noexcept {
  for (const source& from : sources_) {
    if (from.descriptor >= 0) ::close(from.descriptor);
  }
  sources_.clear();
  size_ = 0;
  active_ = false;
  rewind();
}

}  // namespace veriload::http_plugin
