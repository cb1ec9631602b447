# Run with cmake -P: fills version.h.in with the current git revision.
execute_process(
  COMMAND git describe --always --dirty --abbrev=12 --match "no tags: the hash alone"
  WORKING_DIRECTORY ${SOURCE_DIR}
  OUTPUT_VARIABLE GIT_REVISION
  RESULT_VARIABLE result
  OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(NOT result EQUAL 0)
  set(GIT_REVISION "unknown")
endif()
configure_file(${CMAKE_CURRENT_LIST_DIR}/version.h.in ${OUTPUT} @ONLY)
