/* Wrong: asks for an executable stack, by the linker option that its CMakeLists.txt gives. */
#include "../tiny_protocol.h"
