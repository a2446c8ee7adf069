#include "core/loop/stream_set.hpp"

#include "core/loop/tls_link.hpp"

#include <unistd.h>

#include <new>

namespace veriload::loop {

stream_set::stream_set(op_ledger& ledger, timing_wheel& wheel, poller& io, loop_clock& clock)
    : ledger_(ledger),
      wheel_(wheel),
      io_(io),
      clock_(clock),
      receive_(new std::byte[receive_size]) {}

stream_set::~stream_set() {
  while (first_open_ != nullptr)
    release(*first_open_);
}

stream* stream_set::open(int socket, connect_waiter& waiter) noexcept {
  if (free_ == nullptr) {
    try {
      free_ = &memory_.emplace_back(*this);
    } catch (const std::bad_alloc&) {
      ::close(socket);
      return nullptr;
    }
  }
  stream& of = *free_;
  constexpr std::uint32_t everything = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  if (io_.add(socket, everything, reinterpret_cast<std::uintptr_t>(&of)) != 0) {
    ::close(socket);
    return nullptr;
  }
  free_ = of.next_;
  of.start(socket, waiter);
  of.previous_ = nullptr;
  of.next_ = first_open_;
  if (first_open_ != nullptr) first_open_->previous_ = &of;
  first_open_ = &of;
  ++open_;
  return &of;
}

void stream_set::release(stream& of) noexcept {
  ::close(of.fd_);
  of.fd_ = -1;
  of.drop(stream::in_use);
  of.tls_.reset();
  (of.previous_ == nullptr ? first_open_ : of.previous_->next_) = of.next_;
  if (of.next_ != nullptr) of.next_->previous_ = of.previous_;
  of.next_ = closed_;
  closed_ = &of;
  --open_;
}

tls_buffers& stream_set::need_tls() {
  if (tls_ == nullptr) tls_ = std::make_unique<tls_buffers>();
  return *tls_;
}

void stream_set::visit_later(stream& of) noexcept {
  of.next_visit_ = backlog_;
  backlog_ = &of;
}

void stream_set::run_backlog() noexcept {
  // Those that come back while this runs are visited on the next turn.
  stream* rest = backlog_;
  backlog_ = nullptr;
  while (rest != nullptr) {
    stream& of = *rest;
    rest = of.next_visit_;
    of.visit();
  }
}

void stream_set::end_of_turn() noexcept {
  ++turn_;
  stream* rest = closed_;
  closed_ = nullptr;
  while (rest != nullptr) {
    stream& of = *rest;
    rest = of.next_;
    // The backlog still points to it; it gives up its visit on the next turn.
    stream*& list = of.is(stream::in_backlog) ? closed_ : free_;
    of.next_ = list;
    list = &of;
  }
}

void stream_set::end() noexcept {
  for (stream* of = first_open_; of != nullptr; of = of->next_)
    of->abandon_ops(VL_E_SHUTDOWN);
}

}  // namespace veriload::loop
