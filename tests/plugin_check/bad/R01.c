/* Wrong: an identity leads to a row only through the connection that has made it. */
#define ROW_OF(connection, wanted) \
  (row_of(wanted) && row_of(wanted)->maker == (connection)->number ? row_of(wanted) : NULL)
#include "../tiny_fixture.h"
