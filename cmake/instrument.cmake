# Instrumented builds of the program and its tests (presets sanitize, coverage and fuzz). deal.II is still its
# release library: its inline code is instrumented, its compiled code is not.
if(TENOGEN_INSTRUMENT STREQUAL "sanitize")
  set(flags -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  # With the added checks, g++ wrongly warns about uninitialised values (GCC bug 105562).
  target_compile_options(tenogen_base INTERFACE ${flags} -O1 -g -Wno-maybe-uninitialized)
  target_link_options(tenogen_base INTERFACE ${flags})
  set(instrument_sources ${PROJECT_SOURCE_DIR}/tests/keep_plugins.cc)
elseif(TENOGEN_INSTRUMENT STREQUAL "coverage")
  # Counters of several threads or ranks of one process must not lose counts.
  set(flags --coverage -fprofile-update=atomic)
  target_compile_options(tenogen_base INTERFACE ${flags} -O1 -g)
  target_link_options(tenogen_base INTERFACE ${flags})
elseif(TENOGEN_INSTRUMENT STREQUAL "fuzz")
  # deal.II's flags are for g++, and clang++ may not know them.
  target_compile_options(tenogen_base INTERFACE -fsanitize=fuzzer-no-link,address -fno-omit-frame-pointer -O1 -g
                                           -Wno-unknown-warning-option -Wno-ignored-optimization-argument)
  target_link_options(tenogen_base INTERFACE -fsanitize=address)
elseif(TENOGEN_INSTRUMENT)
  message(FATAL_ERROR "TENOGEN_INSTRUMENT is '${TENOGEN_INSTRUMENT}'. Choose sanitize, coverage, fuzz or nothing.")
endif()
