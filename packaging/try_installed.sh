#!/usr/bin/env bash
# Tries an installed tenogen in a new folder: a quick run, a two-rank run, a report, a study, the Python package.
# Usage: packaging/try_installed.sh FOLDER
set -euo pipefail

mkdir "$1"
cd "$1"
export OMP_NUM_THREADS=1
params=$(tenogen --params)

smallest=(--set "Geometry/Mesh/Resolution=custom"
  --set "Geometry/Mesh/Cells across width [-]=3" --set "Geometry/Mesh/Cells across thickness [-]=2"
  --set "Geometry/Mesh/Cells in the ring [-]=1" --set "Geometry/Mesh/Cells along the gap [-]=5"
  --set "Geometry/Mesh/Cells along the distal stump [-]=3" --set "Geometry/Mesh/Cells along the proximal stump [-]=2")

tenogen --version
treated=("$params/achilles_treated.prm" "${smallest[@]}")
tenogen run "${treated[@]}" --output one --quiet
# Waiting ranks yield: with more ranks than cores, the run would otherwise hardly advance.
mpirun --oversubscribe --bind-to none --mca mpi_yield_when_idle 1 -n 2 \
  tenogen run "${treated[@]}" --set "Time/End [day]=31" --set "Time/Visits [month]=0, 1" --output two --quiet
grep -q '"ranks": 2' two/provenance.json

tenogen plot one --output pictures
tenogen report one --output report.html
tenogen compare one --cohort "$params/cohorts/achilles_bm_msc_2025.json" >compare.txt

tenogen sweep design "$params/studies/trial.json" --size 2 --output study
tenogen sweep run study --jobs 2
tenogen sweep collect study
tenogen report study --output study.html

python3 - <<'END'
import tenogen
print("import tenogen:", tenogen.__file__)
END
ls -l one two pictures report.html study.html study/results.csv
echo "All commands succeeded."
