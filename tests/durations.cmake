# Durations of the longer tests on an idle core, in seconds: ctest starts the longest first.
set(durations
    python.test_sweep_slurm=130 python.test_sweep_run=90 docs.docs_cookbook_md=48 python.test_sensitivity=46
    restart.FailureHandling=44 python.test_plot=40 python.test_matching=38 verification.ScarredTendon=34
    docs.docs_usage_md=33 regression.RunDirectory=33 python.test_package=32 mpi.Ranks.ranks_3=31
    python.test_sweep_launchers=31 python.test_sweep_ranks=29 python.real_runs=27
    docs.results_taken_for_granted=27 restart.ResumeOnRanks=22 verification.IntactTendon=22
    python.test_cases_pictures=21 install.test_installed_tree=21 restart.Signals=21 python.test_report=21
    python.test_first_hour=20 docs.test_quickstart=20 python.test_mri_measures=20 python.test_cases_streams=19
    docs.docs_findings_md=19 mpi.Ranks.ranks_2=19 verification.GuardForce=18 restart.Resume=18
    robustness.Validate=17 verification.PatchTest=16 docs.docs_sensitivity_md=16 restart.Branch=14
    restart.FailureHandlingOnRanks=14 restart.ChangedFiles=14 docs.docs_matching_md=13
    python.test_report_layout=12 python.test_compare=11 restart.FileSystems=10 robustness.SweepDesign=10)

# Sets `duration` to the duration of a test in seconds; 1 if it is not listed.
macro(duration_of test)
  set(duration 1)
  foreach(entry ${durations})
    if(entry MATCHES "^(.+)=(.+)$" AND CMAKE_MATCH_1 STREQUAL "${test}")
      set(duration ${CMAKE_MATCH_2})
    endif()
  endforeach()
endmacro()
