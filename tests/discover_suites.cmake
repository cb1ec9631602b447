# Run with cmake -P after a test executable is built: asks it for its test suites and writes one ctest
# entry for each (one for each number of ranks under mpirun). Starting deal.II and MPI for every single
# test would take longer than the tests themselves. Suites named ...Long get the label `long`.
execute_process(
  COMMAND ${EXECUTABLE} --gtest_list_tests
  OUTPUT_VARIABLE listing
  RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "${EXECUTABLE} --gtest_list_tests ended with ${result}.")
endif()

string(REGEX MATCHALL "(^|\n)[^ \n#]+\\." suites "${listing}")
string(REPLACE "," ";" rank_counts "${RANK_COUNTS}")

# One thread per rank. Without the other variables, mpirun refuses to run as root.
set(environment "OMP_NUM_THREADS=1;OMPI_ALLOW_RUN_AS_ROOT=1;OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1")
# Used only by instrumented builds (preset sanitize).
set(suppressions "suppressions=${CMAKE_CURRENT_LIST_DIR}/leaks.supp:print_suppressions=0")
string(APPEND environment ";LSAN_OPTIONS=${suppressions};UBSAN_OPTIONS=print_stacktrace=1"
       ";ASAN_OPTIONS=max_allocation_size_mb=4000:detect_stack_use_after_return=1")

include(${CMAKE_CURRENT_LIST_DIR}/durations.cmake)

set(entries "")
foreach(suite ${suites})
  string(REGEX REPLACE "[\n.]" "" suite "${suite}")
  set(labels ${FOLDER})
  set(timeout 600)
  set(processors 1)
  if(suite MATCHES "Long(/|$)")
    list(APPEND labels long)
    set(timeout 7200)
    if(FOLDER STREQUAL "restart")
      set(processors 4) # runs on several ranks
    endif()
  endif()
  if(suite MATCHES "OnRanks$") # they start the program under mpirun
    set(processors 3)
  endif()
  if(NOT rank_counts)
    set(name "${FOLDER}.${suite}")
    string(APPEND entries "add_test(\"${name}\" \"${EXECUTABLE}\" \"--gtest_filter=${suite}.*\")\n")
    duration_of(${name})
    string(APPEND entries "set_tests_properties(\"${name}\" PROPERTIES COST ${duration} LABELS \"${labels}\" TIMEOUT ${timeout}"
           " PROCESSORS ${processors} ENVIRONMENT \"${environment}\")\n")
  endif()
  foreach(ranks ${rank_counts})
    set(name "${FOLDER}.${suite}.ranks_${ranks}")
    # Not bound to cores, because two mpirun at the same time would share the first core. Waiting ranks yield to other tests.
    string(APPEND entries "add_test(\"${name}\" mpirun --oversubscribe --bind-to none --mca mpi_yield_when_idle 1 -n ${ranks}"
           " \"${EXECUTABLE}\" \"--gtest_filter=${suite}.*\")\n")
    duration_of(${name})
    string(APPEND entries "set_tests_properties(\"${name}\" PROPERTIES COST ${duration} LABELS \"${labels}\" TIMEOUT ${timeout}"
           " PROCESSORS ${ranks} ENVIRONMENT \"${environment}\")\n")
  endforeach()
endforeach()
file(WRITE ${OUTPUT} "${entries}")
