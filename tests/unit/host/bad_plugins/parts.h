/* A whole plugin in C, each part of which a source may replace by a macro before it includes this.
 * It logs "init" and "fini", so that a test sees the order. */
#ifndef VERILOAD_TEST_PARTS_H
#define VERILOAD_TEST_PARTS_H

#include "veriload_abi.h"

#include <string.h>

#ifndef PLUGIN_ID
#define PLUGIN_ID "dev.veriload.test.good"
#endif
#ifndef PLUGIN_NOTE
#define PLUGIN_NOTE VL_PLUGIN_NOTE(0, VL_ABI_MINOR)
#endif
#ifndef PLUGIN_NEEDS
#define PLUGIN_NEEDS VL_SVC_LOG
#endif
#ifndef PLUGIN_INIT
#define PLUGIN_INIT init
#endif
#ifndef PLUGIN_COMPONENT
#define PLUGIN_COMPONENT component
#endif
#ifndef PLUGIN_ENTRY
#define PLUGIN_ENTRY veriload_plugin_v1
#endif
#ifndef PLUGIN_DESCRIPTOR
#define PLUGIN_DESCRIPTOR &descriptor
#endif
#ifndef PLUGIN_MINOR_BUILT
#define PLUGIN_MINOR_BUILT VL_ABI_MINOR
#endif
#ifndef PLUGIN_STRUCT_SIZE
#define PLUGIN_STRUCT_SIZE sizeof(vl_plugin_v1)
#endif

static const vl_scenario_v1 scenario = {sizeof(vl_scenario_v1), 0, NULL, NULL, NULL};

static void say(const vl_host* host, const char* text) {
  const vl_log_v1* log = host->service(host, VL_SVC_LOG);
  const vl_str line = {text, strlen(text)};
  if (log) log->write(host, VL_LOG_INFO, line, NULL, 0);
}

__attribute__((unused)) static vl_status init(const vl_host* host, void** self, vl_error* error) {
  (void)error;
  *self = (void*)(uintptr_t)host;
  say(host, "init");
  return VL_OK;
}

__attribute__((unused)) static const void* component(void* self, const char* id) {
  (void)self;
  return strcmp(id, VL_COMP_SCENARIO) == 0 ? &scenario : NULL;
}

static void fini(void* self) { say(self, "fini"); }

static const char* const provides[] = {VL_COMP_SCENARIO, NULL};
static const char* const needs[] = {PLUGIN_NEEDS, NULL};
static const vl_plugin_v1 descriptor = {PLUGIN_STRUCT_SIZE,
                                        VL_ABI_MAJOR,
                                        0,
                                        PLUGIN_MINOR_BUILT,
                                        0,
                                        0,
                                        PLUGIN_ID,
                                        "1.0.0",
                                        "MIT",
                                        "a compiler",
                                        provides,
                                        needs,
                                        NULL,
                                        PLUGIN_INIT,
                                        PLUGIN_COMPONENT,
                                        fini};

PLUGIN_NOTE;

VL_EXPORT const vl_plugin_v1* PLUGIN_ENTRY(void);
VL_EXPORT const vl_plugin_v1* PLUGIN_ENTRY(void) {
  (void)&descriptor;
  return PLUGIN_DESCRIPTOR;
}

#endif /* VERILOAD_TEST_PARTS_H */
