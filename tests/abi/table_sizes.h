/* The lengths of the tables in one kept header. Flow: kept header -> [table sizes] -> older_host.
 */
#ifndef VERILOAD_TEST_TABLE_SIZES_H
#define VERILOAD_TEST_TABLE_SIZES_H

#ifdef __cplusplus
extern "C" {
#endif

typedef struct table_size {
  const char* id;
  unsigned long size;
} table_size;

extern const table_size table_sizes[];
extern const unsigned n_table_sizes;
extern const unsigned header_minor;

#ifdef __cplusplus
}
#endif

#endif /* VERILOAD_TEST_TABLE_SIZES_H */
