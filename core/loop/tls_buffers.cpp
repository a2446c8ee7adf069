#include "core/loop/tls_buffers.hpp"

#include <openssl/bio.h>

#include <algorithm>
#include <cstring>
#include <new>

namespace veriload::loop {
namespace {

int take_in(BIO* bio, char* to, int room) {
  auto& shared = *static_cast<tls_buffers*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  const std::size_t n = std::min(shared.in.size(), static_cast<std::size_t>(std::max(room, 0)));
  if (n == 0) {
    BIO_set_retry_read(bio);
    return -1;
  }
  std::memcpy(to, shared.in.data(), n);
  shared.in = shared.in.subspan(n);
  return static_cast<int>(n);
}

int put_out(BIO* bio, const char* from, int size) {
  auto& shared = *static_cast<tls_buffers*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  const auto* bytes = reinterpret_cast<const std::byte*>(from);
  try {
    shared.out.insert(shared.out.end(), bytes, bytes + std::max(size, 0));
  } catch (const std::bad_alloc&) {
    return -1;
  }
  return size;
}

// A flush succeeds: the stream sends after the step. Everything else is not offered.
long control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

}  // namespace

void tls_buffers::method_end::operator()(bio_method_st* method) const noexcept {
  BIO_meth_free(method);
}

tls_buffers::tls_buffers()
    : method_(BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "veriload stream")),
      plain_(new std::byte[plain_size]),
      gathered_(new std::byte[largest_record]) {
  if (method_ == nullptr) throw std::bad_alloc();
  BIO_meth_set_read(method_.get(), take_in);
  BIO_meth_set_write(method_.get(), put_out);
  BIO_meth_set_ctrl(method_.get(), control);
  out.reserve(2 * largest_record);
}

tls_buffers::~tls_buffers() = default;

bio_st* tls_buffers::make_bio() noexcept {
  BIO* const bio = BIO_new(method_.get());
  if (bio == nullptr) return nullptr;
  BIO_set_data(bio, this);
  BIO_set_init(bio, 1);
  return bio;
}

}  // namespace veriload::loop
