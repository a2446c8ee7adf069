// The host of one test: every service, one loop, one thread, virtual time. Flow: test ->
// [fake_host] -> plugin.
#pragma once

#include <veriload/testing/fake_calls.hpp>
#include <veriload/testing/fake_loop.hpp>
#include <veriload/testing/fake_network.hpp>
#include <veriload/testing/fake_node.hpp>
#include <veriload/testing/fake_record.hpp>
#include <veriload/testing/fake_user.hpp>

#include <veriload_abi.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace veriload::testing {

/// Serves every host service of veriload_abi.h to the code under test, and watches what it does
/// with them. What a test scripts and looks at is in the public parts.
///
///     fake_host host;
///     host.network.peers = {peer_script().expect("PING\r\n").send("PONG\r\n")};
///     ... start something with host.handle(), host.loop.handle(), host.user.handle() ...
///     host.run_until_idle();
///     host.complaints();   // empty: no rule was broken, nothing leaked
///
/// It outlives what was started with it. Several hosts may live side by side.
class fake_host {
 public:
  fake_host();
  ~fake_host();
  fake_host(const fake_host&) = delete;
  fake_host& operator=(const fake_host&) = delete;

  const vl_host* handle() const noexcept { return &host_.abi; }
  static fake_host& of(const vl_host* host) noexcept {
    return *reinterpret_cast<const abi_host*>(host)->self;
  }

  fake_loop loop;
  fake_network network{loop};
  fake_record record;
  fake_calls calls{*this};
  fake_user user{*this};  ///< the first user; more are made as `fake_user second{host, 1}`

  fake_node config;                       ///< what veriload.config/1 gives as root; null = none
  std::string config_folder = "/config";  ///< where relative paths in it start
  std::map<std::string, std::string, std::less<>> persona;  ///< of every user, by path
  int field_lookups = 0;

  /// Records of every user, by kind: JSON texts, in which `{number}` stands for the one asked for.
  std::map<std::string, std::string, std::less<>> records;

  /// What veriload.extract/1 finds, by expression: groups of each match. Others do not compile.
  std::map<std::string, std::vector<std::vector<std::string>>, std::less<>> extracts;

  bool step() { return loop.step(); }
  void settle() { loop.settle(); }
  void run_until_idle() { loop.run_until_idle(); }
  void advance(vl_ns duration) { loop.advance(duration); }

  /// Leaves a service out, as a host without it does.
  void without(std::string_view service);

  /// Serves a table as an older host does: `size` bytes, memory that ends there.
  ///     host.cut(VL_SVC_STREAM, offsetof(vl_stream_v1, reason));
  void cut(std::string_view service, std::uint32_t size);

  /// Says that the host is of another minor version than the header.
  void set_minor(std::uint16_t minor) noexcept { host_.abi.abi_minor = minor; }

  /// What is wrong now: rules that were broken; ops, streams, TLS settings and replies that were
  /// not given back. A user's sessions belong to the host until `calls.close_all()`.
  std::vector<std::string> complaints() const;

 private:
  struct abi_host {
    vl_host abi;  // first: the address of the host is the address of this
    fake_host* self;
  };
  static const void* service(const vl_host* host, const char* id) noexcept;

  abi_host host_;
  std::vector<std::string> missing_;
  std::map<std::string, std::unique_ptr<std::uint64_t[]>, std::less<>> shortened_;
};

}  // namespace veriload::testing
