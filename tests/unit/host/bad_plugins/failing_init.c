/* Refuses to start, and says why in a message that fills its space without an end. */
#define PLUGIN_ID "dev.veriload.test.failing"
#define PLUGIN_INIT failing_init
#include "veriload_abi.h"

#include <string.h>

static vl_status failing_init(const vl_host* host, void** self, vl_error* error) {
  (void)host, (void)self;
  memset(error->message, 'x', sizeof error->message);
  memcpy(error->message, "no licence found ", 17);
  return VL_E_CONFIG;
}
#include "parts.h"
