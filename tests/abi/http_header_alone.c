/* The typed interface of http by itself: it brings what it needs. */
#include "veriload_http.h"

VL_FROZEN(vl_http_v1, 48);

int main(void) { return 0; }
