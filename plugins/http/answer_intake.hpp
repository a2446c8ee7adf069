// What is kept of an answer while it arrives: head, cookies, decoded body, trailers. Flow:
// connection -> [answer_intake] -> reply_block.
#pragma once

#include "plugins/http/failure.hpp"

#include <string_view>

namespace veriload::http_plugin {

class response_parser;
class session;
struct exchange;

/// Keeps the head, whose `text` the worker's scratch describes, and the cookies in it; makes ready
/// for a body with Content-Encoding. False with the reason in `why`.
bool take_head(session& of, exchange& call, const response_parser& parser, std::string_view text,
               failure& why);

/// Keeps a piece of the body, decoded. False when it is over the limit, damaged or there is no
/// memory.
bool take_body(session& of, exchange& call, const response_parser& parser, std::string_view piece,
               failure& why);

/// The answer is whole: keeps its trailers. False when the encoded body is not.
bool take_end(exchange& call, const response_parser& parser, failure& why);

/// All three for an answer that lies there whole.
bool take_answer(session& of, exchange& call, const response_parser& parser, std::string_view text,
                 std::string_view body, failure& why);

}  // namespace veriload::http_plugin
