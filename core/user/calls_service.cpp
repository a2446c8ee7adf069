// veriload.calls/1: how a scenario uses protocols, behind a C table.
#include "core/host/services.hpp"
#include "core/user/services.hpp"
#include "core/user/virtual_user.hpp"

namespace veriload::users {
namespace {

vl_status open(vl_user* user, vl_str protocol, const vl_node* config, vl_session** out,
               vl_op* op) noexcept {
  return user_of(user).open(host::text_of(protocol), config, out, *op);
}

vl_status call(vl_session* session, const vl_call* call, vl_reply* reply, vl_op* op) noexcept {
  if (!VL_HAS(call, vl_call, n_headers) || !VL_HAS(reply, vl_reply, owner)) return VL_E_INVALID;
  return session->user->call(*session, *call, *reply, *op);
}

vl_status close(vl_session* session, vl_op* op) noexcept {
  return session->user->close(*session, *op);
}

const void* typed(vl_session* session, const char* interface_id, void** self) noexcept {
  if (!session->open) return nullptr;
  *self = session->self;
  return session->protocol->table->typed(session->self, interface_id);
}

}  // namespace

const vl_calls_v1 calls_service = {sizeof(vl_calls_v1), 0, open, call, close, typed};

}  // namespace veriload::users
