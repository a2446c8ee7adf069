/* Wrong: writes a field behind the reply, as one would that a later header appended, without
 * looking at struct_size. */
#define BEFORE_REPLY(reply) memset((char*)(reply) + sizeof(vl_reply), 0, 8)
#include "../tiny_protocol.h"
