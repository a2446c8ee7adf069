/* The parts of tiny_protocol.h that a source may replace, as they are when nothing is wrong. */
#ifndef VERILOAD_TEST_TINY_PROTOCOL_PARTS_H
#define VERILOAD_TEST_TINY_PROTOCOL_PARTS_H

#ifndef PLUGIN_ID
#define PLUGIN_ID "test.tiny"
#endif
#ifndef AT_INIT /* what init does besides */
#define AT_INIT
#endif
#ifndef AT_FINI
#define AT_FINI
#endif
#ifndef AT_ENTRY /* what the entry function does besides */
#define AT_ENTRY
#endif
#ifndef AT_WORKER_OPEN
#define AT_WORKER_OPEN
#endif
#ifndef AFTER_TYPES /* declarations for the next two */
#define AFTER_TYPES
#endif
#ifndef OPENED /* how `open` ends */
#define OPENED(s, op) VL_OK
#endif
#ifndef CANCEL_OPEN
#define CANCEL_OPEN(s, op)
#endif
#ifndef CLOSE_SESSION
#define CLOSE_SESSION close_session
#endif
#ifndef CHECK_SERVICES /* whether init may go on with the services it was given */
#define CHECK_SERVICES (p->loop && p->stream && p->user)
#endif
#ifndef CANCEL /* what `cancel` does with a pending call */
#define CANCEL(s) s->canceled = 1, end_soon(s)
#endif
#ifndef COMPLETE /* how an op is told of its end */
#define COMPLETE(op, result) (op)->complete((op), (result))
#endif
#ifndef BEFORE_REPLY /* what is done with the reply besides */
#define BEFORE_REPLY(reply)
#endif
#ifndef CLOSE_STREAM
#define CLOSE_STREAM(p, s) (p)->stream->close((s)->stream), (s)->stream = NULL
#endif
#ifndef NEW_SESSION
#define NEW_SESSION calloc(1, sizeof(session))
#endif
#ifndef UNKNOWN_COMPONENT
#define UNKNOWN_COMPONENT NULL
#endif
#ifndef CANCEL_SLOT
#define CANCEL_SLOT cancel
#endif
#ifndef PLUGIN_NOTE
#define PLUGIN_NOTE VL_PLUGIN_NOTE(0, VL_ABI_MINOR)
#endif

#endif /* VERILOAD_TEST_TINY_PROTOCOL_PARTS_H */
