/* Nothing is wrong with this one, and all of it can be driven. */
#include "tiny_fixture.h"
