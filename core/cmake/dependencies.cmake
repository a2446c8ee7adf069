# Every third-party library of the product, found once. Package names: tests/support/packages/build.txt,
# installed by tests/support/install_packages.sh. A missing one is an error here, not at the first link.

set(install_hint "install it, or all of them with tests/support/install_packages.sh build")

find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS
  json url program_options system filesystem thread context coroutine chrono date_time log regex
  unit_test_framework)
find_package(OpenSSL 3.0 REQUIRED)

find_package(yaml-cpp REQUIRED)
# 0.7 calls its target yaml-cpp, 0.8 yaml-cpp::yaml-cpp; both names work with both versions.
if(TARGET yaml-cpp AND NOT TARGET yaml-cpp::yaml-cpp)
  add_library(yaml-cpp::yaml-cpp ALIAS yaml-cpp)
elseif(TARGET yaml-cpp::yaml-cpp AND NOT TARGET yaml-cpp)
  add_library(yaml-cpp ALIAS yaml-cpp::yaml-cpp)
endif()

find_package(ZLIB REQUIRED)          # ZLIB::ZLIB
find_package(SQLite3 3.40 REQUIRED)  # SQLite::SQLite3
find_package(PostgreSQL REQUIRED)    # PostgreSQL::PostgreSQL: libpq
find_package(Protobuf 3.21 REQUIRED) # before gRPC, whose package wants its targets
find_package(gRPC 1.51 CONFIG REQUIRED)
find_program(GRPC_CPP_PLUGIN grpc_cpp_plugin)
if(NOT GRPC_CPP_PLUGIN)
  message(FATAL_ERROR "grpc_cpp_plugin not found: package protobuf-compiler-grpc; ${install_hint}")
endif()

# veriload_find_library(TARGET PACKAGE HEADER LIBRARIES... [SUFFIXES ...] [LINKS ...])
#
# An imported target for a library that ships neither a CMake package nor a pkg-config file.
# VERILOAD_DEPS holds what cannot be installed next to the rest (see install_packages.sh).
set(VERILOAD_DEPS /usr/local/lib/veriload-deps CACHE PATH "Folder of unpacked packages")
function(veriload_find_library target package header)
  cmake_parse_arguments(L "" "" "LIBRARIES;SUFFIXES;LINKS" ${ARGN})
  string(MAKE_C_IDENTIFIER "VERILOAD_${target}" id)
  find_path(${id}_INCLUDE ${header} HINTS ${VERILOAD_DEPS}/usr/include PATH_SUFFIXES ${L_SUFFIXES})
  find_library(${id}_LIBRARY NAMES ${L_LIBRARIES})
  mark_as_advanced(${id}_INCLUDE ${id}_LIBRARY)
  if(NOT ${id}_INCLUDE)
    message(FATAL_ERROR "header <${header}> not found: package ${package}; ${install_hint}")
  endif()
  if(NOT ${id}_LIBRARY)
    message(FATAL_ERROR "none of the libraries '${L_LIBRARIES}' found: package ${package}; ${install_hint}")
  endif()
  add_library(${target} UNKNOWN IMPORTED)
  set_target_properties(${target} PROPERTIES
    IMPORTED_LOCATION "${${id}_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES "${${id}_INCLUDE}"
    INTERFACE_LINK_LIBRARIES "${L_LINKS}")
endfunction()

veriload_find_library(MariaDB::MariaDB libmariadb-dev mysql.h LIBRARIES mariadb mysqlclient
  SUFFIXES mariadb mysql)
veriload_find_library(SOCI::core libsoci-dev soci/soci.h LIBRARIES soci_core)
veriload_find_library(SOCI::sqlite3 libsoci-dev soci/sqlite3/soci-sqlite3.h LIBRARIES soci_sqlite3
  LINKS SOCI::core SQLite::SQLite3)
veriload_find_library(SOCI::postgresql libsoci-dev soci/postgresql/soci-postgresql.h
  LIBRARIES soci_postgresql LINKS SOCI::core PostgreSQL::PostgreSQL)
veriload_find_library(SOCI::mysql libsoci-dev soci/mysql/soci-mysql.h LIBRARIES soci_mysql
  LINKS SOCI::core MariaDB::MariaDB)
# By its full name too: the unpacked headers bring no link to the installed library.
veriload_find_library(MySQL::ConnectorCpp "libmysqlcppconn-dev with libmysqlcppconn7v5" cppconn/driver.h
  LIBRARIES mysqlcppconn libmysqlcppconn.so.7 LINKS Boost::headers)
veriload_find_library(Brotli::common libbrotli-dev brotli/types.h LIBRARIES brotlicommon)
veriload_find_library(Brotli::decoder libbrotli-dev brotli/decode.h LIBRARIES brotlidec
  LINKS Brotli::common)
veriload_find_library(Brotli::encoder libbrotli-dev brotli/encode.h LIBRARIES brotlienc
  LINKS Brotli::common) # tests only
veriload_find_library(Zstd::Zstd libzstd-dev zstd.h LIBRARIES zstd)
veriload_find_library(Pcre2::Pcre2 libpcre2-dev pcre2.h LIBRARIES pcre2-8)
veriload_find_library(Gumbo::Gumbo libgumbo-dev gumbo.h LIBRARIES gumbo)
