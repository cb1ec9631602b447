# %% [markdown]
# # Exploring a run
#
# This script draws time courses and the inside of a tendon. Start it with the folder of a run:
#
#     /usr/bin/python3 docs/examples/explore_run.py results/treated
#
# or without one. It then makes a run on a very coarse mesh with the command `tenogen`, which must be on the PATH. This
# run takes a few seconds and shows how the package works, not how tendons heal. The pictures are saved in the folder of
# the run. `PYTHONPATH` must name the folder of the package `tenogen` (docs/python.md).

# %%
import subprocess
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import tenogen

folder = Path(sys.argv[1]) if len(sys.argv) == 2 else Path("results/explore")  # in a notebook, put your folder here

# %% [markdown]
# ## A run
#
# `tenogen --params` prints the folder of the parameter files.

# %%
COARSEST = {
    "Geometry/Mesh/Resolution": "custom",
    "Geometry/Mesh/Cells across width [-]": 2,
    "Geometry/Mesh/Cells across thickness [-]": 2,
    "Geometry/Mesh/Cells in the ring [-]": 1,
    "Geometry/Mesh/Cells along the gap [-]": 4,
    "Geometry/Mesh/Cells along the distal stump [-]": 2,
    "Geometry/Mesh/Cells along the proximal stump [-]": 2,
    "MRI/Grid/Spacing z [mm]": 4,
    "Mechanics/Residual tolerance [-]": 1e-6,
    "Mechanics/Coupling/Strain tolerance [-]": 0.05,
}

if not folder.exists():
    printed = subprocess.run(["tenogen", "--params"], check=True, capture_output=True, text=True).stdout
    parameters = Path(printed.strip())
    settings = [word for entry, value in COARSEST.items() for word in ("--set", f"{entry}={value}")]
    subprocess.run(["tenogen", "run", parameters / "achilles_treated.prm", "--output", folder, *settings], check=True)

run = tenogen.Run(folder)
print(run.state, "with", run.parameters["Treatment/Dose [cells]"].number, "cells injected")
print(run.visits[["gap stiffness EA [kN]", "gap fluid volume [mm^3]"]].round(1))

# %% [markdown]
# ## Time courses
#
# The index of the history is the time in months. Each column name ends with its unit.

# %%
COURSES = ["living msc [cells]", "gap mean cytokine [pg/mm^3]", "gap mean collagen_I [mg/mm^3]",
           "gap stiffness EA [kN]"]

axes = run.history[COURSES].plot(subplots=True, layout=(2, 2), figsize=(9, 6), legend=False)
for ax, name in zip(axes.flat, COURSES):
    ax.set_ylabel(name)
    for month in run.visits.index:
        ax.axvline(month, color="0.8", linewidth=0.8, zorder=0)
axes.flat[0].set_yscale("symlog", linthresh=1)  # cells die out: logarithmic above one cell, linear below
axes.flat[0].set_ylim(bottom=0)
figure = axes.flat[0].figure
figure.suptitle("Time courses (grey lines: visits)")
figure.tight_layout()
figure.savefig(folder / "courses.png", dpi=120)

# %% [markdown]
# ## Inside the tendon
#
# Left: collagen I along the tendon at every visit. Right: T2* of the tendon in the virtual MRI of the first and the
# last visit, in the slice with the largest area of tendon.

# %%
figure, (profile, *slices) = plt.subplots(1, 3, figsize=(10, 6), constrained_layout=True)

colours = plt.get_cmap("viridis_r")(np.linspace(0.1, 1, len(run.field_months)))
for month, colour in zip(run.field_months, colours):
    fields = run.fields(month)
    heights, nodes = np.unique(fields.points[:, 2].round(), return_inverse=True)  # groups nodes within 1 mm
    means = np.bincount(nodes, fields["collagen_I"]) / np.bincount(nodes)
    profile.plot(means, heights, color=colour, label=f"month {month:g}")
profile.set(xlabel=f"collagen I, mean over nodes [{fields.units['collagen_I']}]", ylabel="z from the insertion [mm]")
profile.set_xlim(left=0)
profile.legend()

for ax, month in zip(slices, run.visits.index[[0, -1]]):
    images = run.mri(month)
    tendon = np.isin(images["label"].get_fdata(), (1, 2, 3))  # stumps, gap, fluid
    cut = int(tendon.sum(axis=(0, 2)).argmax())
    t2star = np.where(tendon, images["t2star"].get_fdata(), np.nan)[:, cut]
    width, _, height = np.linalg.norm(images.affine[:3, :3], axis=0)  # of a voxel [mm]
    picture = ax.imshow(t2star.T, origin="lower", cmap="magma", vmin=0, vmax=20,
                        extent=(0, width * t2star.shape[0], 0, height * t2star.shape[1]))
    ax.set(title=f"month {month:g}", xlabel="[mm]", ylabel="[mm]")
figure.colorbar(picture, ax=slices, label=f"T2* [{images.units['t2star']}]")
figure.savefig(folder / "inside.png", dpi=120)
print(folder / "courses.png", folder / "inside.png", sep="\n")
plt.show()
