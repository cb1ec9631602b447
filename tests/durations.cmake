# Durations of the longer tests on an idle core, in seconds: ctest starts the longest first.
set(durations
    restart.FailureHandling=220 restart.Resume=200 python.test_sweep_run=120 mpi.Ranks.ranks_3=60 restart.Signals=58
    python.test_sensitivity=41 mpi.Ranks.ranks_2=40 python.test_sweep_launchers=38 restart.ChangedFiles=37
    regression.RunDirectory=35 verification.ScarredTendon=34 python.test_plot=32 python.test_matching=28
    python.test_cases_streams=21 python.test_report=20 python.test_cases_pictures=18 python.test_first_hour=18
    python.test_mri_measures=18 verification.PatchTest=18 restart.FileSystems=18 restart.Branch=17
    verification.IntactTendon=17 verification.GuardForce=15)

# Sets `duration` to the duration of a test in seconds; 1 if it is not listed.
macro(duration_of test)
  set(duration 1)
  foreach(entry ${durations})
    if(entry MATCHES "^(.+)=(.+)$" AND CMAKE_MATCH_1 STREQUAL "${test}")
      set(duration ${CMAKE_MATCH_2})
    endif()
  endforeach()
endmacro()
