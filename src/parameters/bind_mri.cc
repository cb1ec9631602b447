#include "tenogen/parameters/bind.h"
#include "tenogen/parameters/sources.h"
#include "tenogen/parameters/value_text.h"

namespace tenogen::parameters
{
namespace
{
const Range milliseconds = above_up_to(0., 1e5);
const Range share        = between(0., 1.);
const Range place        = between(-1e4, 1e4);

void bind_grid(Binder &binder, MriGrid &g)
{
  const auto along = [&](double &member, const std::string &name, const Range &range,
                         const std::string &meaning) {
    binder.add(member, name, range, {"", meaning, sources::choice});
  };
  const auto direction = [&](std::string &member, const std::string &name, const std::string &meaning)
  {
    binder.add(member, name, "three numbers `0, 0, 1`, not all zero", {"", meaning, sources::choice},
               [](const std::string &text) { direction_from_text(text); });
  };
  binder.enter("Grid", "Position of the voxels and of the tendon. Scanner coordinates: x to the right, y to "
                       "the front, z up (RAS+), as in NIfTI.");
  binder.add(g.file, "File", "the path of a NIfTI file, or empty",
             {"",
              "Take the grid from the header of this .nii or .nii.gz file; empty: use the box below. A "
              "relative path is resolved against the working directory.",
              sources::choice});
  along(g.corner_x, "Corner x [mm]", place, "Smallest x of the box, at its left face.");
  along(g.corner_y, "Corner y [mm]", place, "Smallest y of the box, at its rear face.");
  along(g.corner_z, "Corner z [mm]", place, "Smallest z of the box, at its lower face.");
  along(g.size_x, "Size x [mm]", above_up_to(0., 1e4), "Field of view along x.");
  along(g.size_y, "Size y [mm]", above_up_to(0., 1e4), "Field of view along y.");
  along(g.size_z, "Size z [mm]", above_up_to(0., 1e4), "Field of view along z.");
  along(g.spacing_x, "Spacing x [mm]", between(shortest_voxel_edge, longest_voxel_edge),
        "Edge length of a voxel along x.");
  along(g.spacing_y, "Spacing y [mm]", between(shortest_voxel_edge, longest_voxel_edge),
        "Edge length of a voxel along y.");
  along(g.spacing_z, "Spacing z [mm]", between(shortest_voxel_edge, longest_voxel_edge),
        "Edge length of a voxel along z.");
  along(g.insertion_x, "Insertion x [mm]", place,
        "Position of the origin of the body in the scanner, along x.");
  along(g.insertion_y, "Insertion y [mm]", place,
        "Position of the origin of the body in the scanner, along y.");
  along(g.insertion_z, "Insertion z [mm]", place,
        "Position of the origin of the body in the scanner, along z.");
  direction(g.axis, "Axis [-]", "Direction of the body's z axis in the scanner.");
  direction(
      g.front, "Front [-]",
      "Direction of the body's y axis in the scanner; only its part perpendicular to the axis is used.");
  direction(g.B0, "B0 [-]", "Direction of the static field in the scanner; its length does not matter.");
  binder.add(g.samples, "Samples per edge [-]", between(1., 20.),
             {"", "Number of sample points along each edge of a voxel over which the tissue is averaged.",
              sources::numerical});
  binder.leave();
}

void bind_surroundings(Binder &binder, MriSurroundings &s)
{
  const auto add = [&](double &member, const std::string &name, const Range &range,
                       const std::string &meaning) {
    binder.add(member, name, range, {"", meaning, sources::assumed});
  };
  binder.enter("Surroundings", "Muscle and fat around the tendon, bounded by planes of the body.");
  add(s.muscle_height, "Muscle height [mm]", place, "Height above the insertion at which the muscle begins.");
  add(s.muscle_depth, "Muscle depth [mm]", place,
      "Distance in front of the axis at which the muscle begins.");
  add(s.skin_depth, "Skin depth [mm]", place,
      "Distance behind the axis at which the leg ends; beyond is air.");
  add(s.muscle_water, "Muscle protons [mg/mm^3]", above_up_to(0., 1.),
      "Proton density of muscle, as the density of water with as many protons.");
  binder.leave();
}

void bind_spin_echo(Binder &binder, SpinEcho &sequence, const std::string &name, const std::string &meaning)
{
  binder.enter(name, meaning);
  binder.add(sequence.TE, "TE [ms]", milliseconds, {"TE", "Echo time of the sequence.", sources::assumed});
  binder.add(sequence.TR, "TR [ms]", milliseconds,
             {"TR", "Repetition time of the sequence.", sources::assumed});
  binder.add(sequence.fat_saturation, "Fat saturation",
             {"", "Whether the sequence suppresses the signal of fat.", sources::choice});
  binder.leave();
}

void bind_ute(Binder &binder, Mri &mri)
{
  binder.enter("UTE",
               "Gradient echoes with ultra-short echo times (UTE), from which the T2* map is computed.");
  binder.add(mri.ute_echoes, "TE [ms]", {"TE", "Echo times, in increasing order.", sources::ute_tendon});
  binder.add(mri.ute_TR, "TR [ms]", milliseconds,
             {"TR", "Repetition time of the sequence.", sources::assumed});
  binder.add(mri.ute_flip_angle, "Flip angle [degree]", above_up_to(0., 90.),
             {"alpha", "Flip angle of the excitation.", sources::assumed});
  binder.add(mri.write_echoes, "Write echoes", {"", "Also write the image of every echo.", sources::choice});
  binder.leave();
}

/// Texts about the relaxation times of one pool.
struct PoolDescription
{
  std::string section, meaning, T2_star_source;
  Confidence  T2_star_confidence;
  Plausible   T2_star_plausible;
  std::string T1_source;
};

void bind_pool(Binder &binder, Relaxation &pool, const PoolDescription &pool_texts)
{
  binder.enter(pool_texts.section, pool_texts.meaning);
  binder.add(pool.T2_star, "T2* [ms]", milliseconds,
             {"T2*", "Decay time of gradient echoes at 3 T (effective transverse relaxation).",
              pool_texts.T2_star_source, pool_texts.T2_star_confidence, pool_texts.T2_star_plausible});
  binder.add(pool.T2, "T2 [ms]", milliseconds,
             {"T2", "Decay time of spin echoes at 3 T (transverse relaxation).", sources::assumed});
  binder.add(
      pool.T1, "T1 [ms]", milliseconds,
      {"T1", "Recovery time of the magnetisation at 3 T (longitudinal relaxation).", pool_texts.T1_source});
  binder.leave();
}

void bind_pools(Binder &binder, Mri &mri)
{
  binder.enter("Protons", "Proton pools of the tissue and their relaxation times.");
  binder.add(mri.bound_water_per_collagen, "Bound water per collagen [mg/mg]", between(0., 100.),
             {"", "Water bound to collagen; gives the intact tendon a bound share of 0.73.",
              sources::ute_tendon, modelled});
  binder.add(mri.largest_bound_share, "Largest bound share [-]", share,
             {"", "Largest share of the interstitial water that can be bound.", sources::assumed});
  binder.add(mri.collagen_density, "Collagen density [mg/mm^3]", above_up_to(0., 10.),
             {"", "Density of dry collagen.", sources::memory});
  binder.add(mri.other_solids, "Other solids [-]", between(0., 0.5),
             {"", "Volume share of solids besides collagen.", sources::assumed});
  binder.add(mri.fat_protons, "Fat protons [mg/mm^3]", between(0., 2.),
             {"", "Proton density of fat, as the density of water with as many protons.", sources::memory});
  binder.add(mri.fat_saturation_residual, "Fat saturation residual [-]", share,
             {"", "Share of the fat signal that remains with fat saturation.", sources::assumed});
  binder.add(mri.isotropic_share, "Isotropic share [-]", share,
             {"",
              "Magic angle: share of the decay rate of bound water that does not depend on the angle of the "
              "fibres to the field; 1 switches the effect off.",
              sources::magic_angle});
  const Plausible unstated;
  bind_pool(binder, mri.bound,
            {"Bound",
             "Water bound to collagen, fibres along the field.",
             sources::ute_tendon,
             measured,
             {1.3, 2.3},
             sources::memory});
  bind_pool(binder, mri.free,
            {"Free", "Interstitial water.", sources::ute_tendon, measured, {9.2, 13.}, sources::assumed});
  bind_pool(binder, mri.fluid,
            {"Fluid", "Excess water of swelling.", sources::assumed, assumed, {30., 100.}, sources::memory});
  bind_pool(binder, mri.fat,
            {"Fat", "Fat in and around the tendon.", sources::assumed, assumed, unstated, sources::memory});
  bind_pool(binder, mri.muscle,
            {"Muscle", "Muscle, the reference for signal intensities.", sources::assumed, assumed, unstated,
             sources::memory});
  binder.leave();
}
} // namespace

void bind(Binder &binder, Mri &mri)
{
  binder.enter("MRI", "Virtual magnetic resonance images of the resting tendon (docs/mri.md).");
  binder.add(mri.write, "Write", {"", "Write mri/visit_<month>.h5 at every visit.", sources::choice});
  binder.add(mri.resting_force, "Resting force [N]", between(0., 1000.),
             {"", "Tendon force while the patient lies in the scanner.", sources::assumed});
  binder.add(mri.snr, "SNR [-]", between(0., 1e6),
             {"",
              "Ratio of the muscle signal to the standard deviation of the Rician noise in every image; 0: "
              "no noise.",
              "choice; 20 to 40 is usual (assumed)"});
  binder.add(mri.seed, "Seed [-]", between(0., 2147483647.),
             {"", "Seed of the random noise in the images.", sources::choice});
  binder.add(mri.fluid_label_share, "Fluid label share [-]", share,
             {"",
              "Share of fluid in the tissue of a voxel above which the label map marks it as fluid: scar "
              "with 0.2 is 0.9 times as bright as muscle on T2-weighted images with fat saturation, "
              "intact tendon 0.08 times.",
              sources::assumed});
  bind_grid(binder, mri.grid);
  bind_surroundings(binder, mri.surroundings);
  bind_spin_echo(binder, mri.pd, "PD", "Proton-density weighted spin echo.");
  bind_spin_echo(binder, mri.t2, "T2", "T2-weighted spin echo.");
  bind_ute(binder, mri);
  bind_pools(binder, mri);
  binder.leave();
}
} // namespace tenogen::parameters
