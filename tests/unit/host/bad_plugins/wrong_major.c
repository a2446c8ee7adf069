/* Built for a major that this host does not speak. */
#define PLUGIN_NOTE                                                     \
  __attribute__((used, section(".note.veriload"),                       \
                 aligned(4))) static const vl_plugin_note note_of_9 = { \
      9, 8, VL_NOTE_TYPE, VL_NOTE_NAME, 9, 0, 0, 0}
#include "parts.h"
