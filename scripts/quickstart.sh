#!/usr/bin/env bash
set -euo pipefail
invoked_from=$PWD
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

usage() {
  cat <<'END'
Usage: scripts/quickstart.sh [--ranks N] [--resolution coarse|standard|fine] [--output DIR]

Installs what is missing, builds tenogen, simulates 24 months of a treated and of an untreated
tendon, draws pictures of both and says where they are.

  --ranks N        MPI ranks of a run (default 2)
  --resolution R   of the mesh (default coarse)
  --output DIR     where the runs go (default results/quickstart of the project);
                   runs of an earlier quick start there are replaced

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

say "Installing what is missing"
./scripts/install_dependencies.sh

say "Building (the first time takes some minutes)"
build_preset release tenogen

for arm in treated untreated; do
  run=$output/$arm
  say "Simulating the $arm tendon: 24 months, $resolution mesh, $ranks ranks"
  # Ranks that wait give way: on a busy machine they would otherwise take each other's time.
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
