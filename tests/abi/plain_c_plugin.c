/* A whole plugin in plain C: a command that greets. Proves that the header needs nothing of C++. */
#include "veriload_abi.h"

#include <string.h>

static vl_status run(void* self, const vl_str* arguments, uint32_t n, const vl_sink* out,
                     const vl_sink* err, int32_t* exit_code, vl_error* error) {
  static const char text[] = "hello from C\n";
  (void)self, (void)arguments, (void)n, (void)err, (void)error;
  *exit_code = 0;
  return out->write(out->ctx, (vl_cbuf){text, sizeof text - 1});
}

static const vl_command_v1 command = {sizeof(vl_command_v1),     0,  "greet", "says hello",
                                      "usage: veriload greet\n", run};

static vl_status init(const vl_host* host, void** self, vl_error* error) {
  (void)host, (void)error;
  *self = NULL;
  return VL_OK;
}

static const void* component(void* self, const char* id) {
  (void)self;
  return strcmp(id, VL_COMP_COMMAND) == 0 ? &command : NULL;
}

static void fini(void* self) { (void)self; }

VL_PLUGIN_NOTE(0, VL_ABI_MINOR);

VL_EXPORT const vl_plugin_v1* veriload_plugin_v1(void) {
  static const char* const provides[] = {VL_COMP_COMMAND, NULL};
  static const vl_plugin_v1 descriptor = {sizeof(vl_plugin_v1),
                                          VL_ABI_MAJOR,
                                          0,
                                          VL_ABI_MINOR,
                                          0,
                                          0,
                                          "test.plain_c",
                                          "1.0.0",
                                          "MIT",
                                          "a C compiler",
                                          provides,
                                          NULL,
                                          NULL,
                                          init,
                                          component,
                                          fini};
  return &descriptor;
}
