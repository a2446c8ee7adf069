#include "plugins/http/answer_intake.hpp"

#include "plugins/http/character_class.hpp"
#include "plugins/http/content_decoder.hpp"
#include "plugins/http/failure_text.hpp"
#include "plugins/http/session.hpp"

namespace veriload::http_plugin {
namespace {

bool no_memory(failure& why, const char* what, std::uint64_t bytes) {
  why.set(VL_E_NOMEM, 0, "no memory for %s of %llu bytes", what,
          static_cast<unsigned long long>(bytes));
  return false;
}

// Looks at the headers that mean something to the session; returns the codings of the body.
std::string_view look_at_headers(session& of, const exchange& call, std::string_view text,
                                 std::string& joined) {
  const response_head& head = of.shared().head;
  const bool cookies = of.chosen().cookies;
  std::string_view codings;
  for (std::uint32_t i = 0; i < head.n_headers; ++i) {
    const header_place& at = head.headers[i];
    const char* const name = text.data() + at.name_at;
    if (at.name_size == 10 && cookies && is_word(name, "set-cookie")) [[unlikely]] {
      of.memory().keep_cookie(call.to, text.substr(at.value_at, at.value_size),
                              of.shared().host.wall());
    } else if (at.name_size == 16 && is_word(name, "content-encoding")) [[unlikely]] {
      const std::string_view value = text.substr(at.value_at, at.value_size);
      if (codings.empty()) {
        codings = value;
      } else {  // several fields mean the same as one list
        joined.assign(codings).append(", ").append(value);
        codings = joined;
      }
    }
  }
  return codings;
}

// A coding that is not known is left to the scenario, as the headers name it. So is a part of a
// body (206): it is not a whole stream.
void start_decoding(session& of, exchange& call, const response_parser& parser,
                    std::string_view codings) {
  const bool wanted = of.chosen().decompress && call.keeps_body() && parser.code() != 206;
  if (!wanted) codings = {};
  if (codings.empty() && call.decoder == nullptr) return;
  if (call.decoder == nullptr) call.decoder = of.shared().decoders.take();
  if (!call.decoder->begin(codings, of.chosen().max_body_bytes)) call.decoder->begin("", 0);
}

bool keep_decoded(void* block, std::string_view piece) {
  return static_cast<reply_block*>(block)->append(piece);
}

bool refuse_coding(const session* of, const exchange& call, failure& why) {
  const content_decoder& decoder = *call.decoder;
  if (decoder.error().empty()) return no_memory(why, "a decoded body", call.block->body().len);
  if (decoder.over_limit() && of != nullptr) {
    why = body_limit_failure(of->chosen().max_body_bytes, call.block->body().len);
  } else {
    why.set(VL_E_PROTOCOL, 0, "%s", decoder.error().c_str());
  }
  return false;
}

}  // namespace

bool take_head(session& of, exchange& call, const response_parser& parser, std::string_view text,
               failure& why) {
  const response_head& head = of.shared().head;
  if (head.sets_cookies || head.is_encoded || call.decoder != nullptr) [[unlikely]] {
    std::string joined;
    start_decoding(of, call, parser, look_at_headers(of, call, text, joined));
  }
  const std::uint64_t limit = of.chosen().max_body_bytes;
  std::uint64_t hint = 0;
  if (call.keeps_body() && parser.body_expected() > 0) {
    hint = static_cast<std::uint64_t>(parser.body_expected());
    if (hint > limit) {
      why = body_limit_failure(limit, hint);
      return false;
    }
  }
  if (call.block == nullptr) call.block = of.shared().replies->take();
  if (call.block != nullptr && call.block->set_head(text, head, hint)) return true;
  return no_memory(why, "the head of an answer", text.size());
}

bool take_body(session& of, exchange& call, const response_parser& parser, std::string_view piece,
               failure& why) {
  if (!call.keeps_body()) return true;
  if (call.decoder != nullptr && call.decoder->active()) {
    if (call.decoder->write(piece, {call.block, &keep_decoded})) return true;
    return refuse_coding(&of, call, why);
  }
  const std::uint64_t limit = of.chosen().max_body_bytes;
  if (parser.body_bytes() > limit) {
    why = body_limit_failure(limit, parser.body_bytes());
    return false;
  }
  if (call.block->append(piece)) return true;
  return no_memory(why, "a body", parser.body_bytes());
}

bool take_end(exchange& call, const response_parser& parser, failure& why) {
  if (call.decoder != nullptr && call.decoder->active() && !call.decoder->finish()) {
    return refuse_coding(nullptr, call, why);
  }
  if (parser.trailers().size() <= 2) [[likely]]
    return true;  // the empty line alone
  if (call.block->set_trailers(parser.trailers())) return true;
  return no_memory(why, "trailers", parser.trailers().size());
}

bool take_answer(session& of, exchange& call, const response_parser& parser, std::string_view text,
                 std::string_view body, failure& why) {
  const response_head& head = of.shared().head;
  const bool usual = !head.sets_cookies && !head.is_encoded && call.decoder == nullptr &&
                     call.keeps_body() && body.size() <= of.chosen().max_body_bytes;
  if (!usual) [[unlikely]] {
    return take_head(of, call, parser, text, why) && take_body(of, call, parser, body, why) &&
           take_end(call, parser, why);
  }
  if (call.block == nullptr) call.block = of.shared().replies->take();
  if (call.block != nullptr && call.block->set_answer(text, head, body)) return true;
  return no_memory(why, "an answer", text.size() + body.size());
}

}  // namespace veriload::http_plugin
