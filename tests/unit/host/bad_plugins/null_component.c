/* Announces a component and does not have it. */
#define PLUGIN_ID "dev.veriload.test.null_component"
#define PLUGIN_COMPONENT no_component
#include "veriload_abi.h"

static const void* no_component(void* self, const char* id) {
  (void)self, (void)id;
  return NULL;
}
#include "parts.h"
