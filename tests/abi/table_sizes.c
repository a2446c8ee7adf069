/* How long the tables of one header are; compiled with each kept header. */
#include "veriload_abi.h"

#include "tests/abi/table_sizes.h"

#define VL_SIZE(id, table) \
  { id, sizeof(table) }
const table_size table_sizes[] = {
    VL_SIZE(VL_SVC_LOOP, vl_loop_v1),       VL_SIZE(VL_SVC_STREAM, vl_stream_v1),
    VL_SIZE(VL_SVC_METRICS, vl_metrics_v1), VL_SIZE(VL_SVC_LOG, vl_log_v1),
    VL_SIZE(VL_SVC_CONFIG, vl_config_v1),   VL_SIZE(VL_SVC_SAFETY, vl_safety_v1),
    VL_SIZE(VL_SVC_USER, vl_user_v1),       VL_SIZE(VL_SVC_CALLS, vl_calls_v1),
    VL_SIZE(VL_SVC_EXTRACT, vl_extract_v1), VL_SIZE(VL_SVC_SCHEDULE, vl_schedule_v1)};
const unsigned n_table_sizes = sizeof table_sizes / sizeof table_sizes[0];
const unsigned header_minor = VL_ABI_MINOR;
