# How long tests take on an idle core, in seconds, of those that take long: ctest starts the longest first.
set(durations
    mpi.Ranks.ranks_2=40 mpi.Ranks.ranks_3=60
    verification.ScarredTendon=34 verification.IntactTendon=20 verification.GuardForce=20 verification.PatchTest=17)

# Sets `duration` to the seconds of a test; 1 where it is not listed.
macro(duration_of test)
  set(duration 1)
  foreach(entry ${durations})
    if(entry MATCHES "^(.+)=(.+)$" AND CMAKE_MATCH_1 STREQUAL "${test}")
      set(duration ${CMAKE_MATCH_2})
    endif()
  endforeach()
endmacro()
