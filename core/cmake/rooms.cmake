# veriload_room(NAME SOURCES ... LINKS ... PRIVATE_LINKS ...)
#
# One static library per folder of core/. LINKS are other rooms, as in the include table of core/README.md: a
# forbidden dependency fails at link where it calls into the other room, and tests/structure reads every include.
function(veriload_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(veriload_${name} STATIC ${ROOM_SOURCES})
  target_include_directories(veriload_${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(veriload_${name} PUBLIC veriload_abi PRIVATE veriload_compiler)
  foreach(link IN LISTS ROOM_LINKS)
    target_link_libraries(veriload_${name} PUBLIC veriload_${link})
  endforeach()
  target_link_libraries(veriload_${name} PRIVATE ${ROOM_PRIVATE_LINKS})
  veriload_precompiled(veriload_${name} room)
endfunction()

# veriload_unit_test(NAME [OPTIMISED] SOURCES ... LINKS ...): one Boost.Test executable per room.
#
# With sanitizers the sources of tests are not optimised, which halves the time that they take to compile; OPTIMISED
# ones are: those with coroutines, which need the tail call, and those that compute for long in headers.
function(veriload_unit_test name)
  if(NOT VERILOAD_TESTS)
    return()
  endif()
  cmake_parse_arguments(T "OPTIMISED" "" "SOURCES;LINKS" ${ARGN})
  add_executable(test_${name} ${T_SOURCES})
  target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_compile_definitions(test_${name} PRIVATE BOOST_TEST_DYN_LINK)
  # main() comes from the first source alone; the others only register their cases.
  list(GET T_SOURCES 0 first)
  set_source_files_properties(${first} PROPERTIES COMPILE_DEFINITIONS BOOST_TEST_MODULE=${name}
    SKIP_PRECOMPILE_HEADERS ON)
  target_link_libraries(test_${name} PRIVATE veriload_compiler ${T_LINKS} Boost::unit_test_framework)
  if(T_OPTIMISED)
    veriload_precompiled(test_${name} optimised_test)
  else()
    veriload_precompiled(test_${name} test)
    if(VERILOAD_SANITIZE)
      target_compile_options(test_${name} PRIVATE -O0)
    endif()
  endif()
  add_test(NAME unit.${name} COMMAND test_${name} --log_level=test_suite --report_level=short)
  # Sanitizers take ten times as long, and more where many personas are made.
  set(limit 120)
  if(VERILOAD_SANITIZE)
    set(limit 900)
  endif()
  set_tests_properties(unit.${name} PROPERTIES TIMEOUT ${limit} LABELS unit)
endfunction()
