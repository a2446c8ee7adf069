/* Wrong: calls a function that no library has. */
void no_library_has_this(void);
#define AT_INIT no_library_has_this()
#include "../tiny_protocol.h"
