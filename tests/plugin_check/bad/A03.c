/* Wrong: takes the request to cancel a call and does nothing. */
#define CANCEL(s) (void)(s)
#include "../tiny_protocol.h"
