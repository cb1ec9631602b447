#!/usr/bin/env bash
set -euo pipefail
invoked_from=$PWD
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'END'
Usage: scripts/quickstart.sh [--ranks N] [--resolution coarse|standard|fine] [--output DIR]

Installs missing dependencies, builds tenogen, simulates 24 months of a treated and of an untreated
tendon, draws pictures of both and prints where they are.

  --ranks N        number of MPI ranks per run (default 2)
  --resolution R   resolution of the mesh (default coarse)
  --output DIR     folder for the runs (default results/quickstart in the project);
                   runs of an earlier quick start in it are replaced

Example: scripts/quickstart.sh --ranks 4 --resolution standard --output ~/tendon
END
}

ranks=2
resolution=coarse
output=$PWD/results/quickstart
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --ranks | --resolution | --output)
      [ $# -ge 2 ] || refuse "$1 needs a value. See --help."
      case $1 in
        --ranks) ranks=$2 ;;
        --resolution) resolution=$2 ;;
        --output) output=$(cd "$invoked_from" && realpath --canonicalize-missing "$2") ;;
      esac
      shift 2
      ;;
    *) refuse "there is no option '$1'. See --help." ;;
  esac
done
[[ $ranks =~ ^[1-9][0-9]*$ ]] || refuse "--ranks is '$ranks'; it must be a number from 1."
[[ $resolution =~ ^(coarse|standard|fine)$ ]] ||
  refuse "--resolution is '$resolution'; choose coarse, standard or fine."

say "Installing missing dependencies"
./scripts/install_dependencies.sh

say "Building (this takes some minutes the first time)"
build_preset release tenogen

for arm in treated untreated; do
  run=$output/$arm
  say "Simulating the $arm tendon: 24 months, $resolution mesh, $ranks ranks"
  # Waiting ranks yield: with more ranks than cores, the run would otherwise hardly advance.
  mpirun --oversubscribe --bind-to none --mca mpi_yield_when_idle 1 -n "$ranks" build/release/tenogen run "params/achilles_$arm.prm" \
    --set "Geometry/Mesh/Resolution=$resolution" --output "$run" --overwrite
done

say "Drawing"
build/release/tenogen plot "$output/treated" "$output/untreated" --output "$output/pictures" --overwrite
build/release/tenogen report "$output/treated" "$output/untreated" --output "$output/report.html" --overwrite

say "Done"
echo "Report:         $output/report.html (open it in a browser)"
echo "Pictures:       $output/pictures"
echo "Run folders:    $output/treated and $output/untreated (fields/fields.xdmf opens in ParaView)"
