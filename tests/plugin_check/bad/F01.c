/* Wrong: an importer that runs off the end of a text without its closing brace. */
#include "veriload_abi.h"

#include <stdlib.h>
#include <string.h>

static int32_t score(void* self, vl_str name, vl_cbuf head) {
  (void)self, (void)name;
  return head.len > 0 && *(const char*)head.ptr == '{' ? 50 : 0;
}

static vl_status convert(void* self, vl_str name, vl_cbuf input, const vl_node* options,
                         const vl_output* output, vl_error* error) {
  const char* text = input.ptr;
  (void)self, (void)name, (void)options, (void)output;
  error->code = VL_E_PROTOCOL;
  strcpy(error->message, "only counts braces");
  if (input.len == 0 || text[0] != '{') return VL_E_PROTOCOL;
  size_t end = input.len;
  while (text[end - 1] != '}' && text[end - 1] != '\n')
    --end;
  if (end != input.len) abort(); /* what the sanitizer or the kernel would do to the real mistake */
  return VL_E_PROTOCOL;
}

static const vl_importer_v1 importer = {sizeof(vl_importer_v1), 0,     "braces",
                                        "counts braces",        score, convert};

static vl_status init(const vl_host* host, void** self, vl_error* error) {
  (void)host, (void)error;
  *self = NULL;
  return VL_OK;
}

static const void* component(void* self, const char* id) {
  (void)self;
  return strcmp(id, VL_COMP_IMPORTER) == 0 ? &importer : NULL;
}

static void fini(void* self) { (void)self; }

VL_PLUGIN_NOTE(0, VL_ABI_MINOR);

VL_EXPORT const vl_plugin_v1* veriload_plugin_v1(void) {
  static const char* const provides[] = {VL_COMP_IMPORTER, NULL};
  static const vl_plugin_v1 descriptor = {sizeof(vl_plugin_v1),
                                          VL_ABI_MAJOR,
                                          0,
                                          VL_ABI_MINOR,
                                          0,
                                          0,
                                          "test.braces",
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
