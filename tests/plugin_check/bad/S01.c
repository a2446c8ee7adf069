/* Wrong: the entry function opens a file and leaves it open. */
#include <fcntl.h>
#define AT_ENTRY          \
  static int opened = -1; \
  if (opened < 0) opened = open("/dev/null", O_RDONLY)
#include "../tiny_protocol.h"
