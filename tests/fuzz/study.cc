#include "tenogen/study/study.h"

#include "fuzz/harness.h"
#include "fuzz/scratch_folder.h"
#include "tenogen/parameters/number_text.h"
#include "tenogen/study/arm_at_point.h"
#include "tenogen/study/read_study.h"
#include "tenogen/study/write_study.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tenogen::fuzz
{
namespace
{
namespace fs = std::filesystem;

/// A folder with the shipped parameter files and studies.
const ScratchFolder &folder_with_shipped_files()
{
  static const ScratchFolder folder("study");
  static const bool          filled = []
  {
    fs::copy(fs::path(TENOGEN_SOURCE_DIR) / "params", folder.path, fs::copy_options::recursive);
    fs::create_directories(folder.path / "written/arms");
    return true;
  }();
  (void)filled;
  return folder;
}

/// Numbers of numeric entries are finite and within the range of the entry; each arm accepts them or gives a
/// reason.
void require_good_points(const study::Study &study)
{
  constexpr std::size_t max_points_checked = 4;
  const study::Points   points(study);
  require(points.size() > 0 && points.size() <= study::max_points,
          "accepted: a design of no or too many points");
  for (const auto &arm : study.arms)
  {
    study::ArmAtPoint at_point(study, arm);
    for (std::size_t k = 0; k < std::min(points.size(), max_points_checked); ++k)
    {
      const std::size_t point  = k % 2 == 0 ? k : points.size() - 1 - k / 2;
      const auto        values = points.values(point);
      require(values.size() == study.parameters.size(), "accepted: a point with other columns");
      for (std::size_t j = 0; j < values.size(); ++j)
        if (study.parameters[j].choices.empty() && study.design.kind != study::DesignKind::list)
          require(std::isfinite(parameters::number_from_text(values[j])), "accepted: " + values[j]);
      for (const std::string &setting : at_point.settings(values))
        require(setting.find('=') != std::string::npos, "no setting: " + setting);
      at_point.mistakes(values);
    }
  }
}
} // namespace

void fuzz_study(const std::uint8_t *data, const std::size_t size)
{
  const ScratchFolder &folder = folder_with_shipped_files();
  const std::string    file   = folder.write("studies/input.json", text_of(data, size));
  study::Study         study;
  try
  {
    study = study::read_study(file);
  }
  catch (const Error &refusal)
  {
    return require_proper_refusal(refusal, folder.path.string());
  }
  require_good_points(study);
  for (const auto &arm : study.arms)
    folder.write("written/arms/" + arm.name + ".prm", study::arm_text(arm));
  if (study.design.kind == study::DesignKind::list)
    folder.write("written/points.csv", study::list_text(study));
  try
  {
    const auto again = study::read_study(folder.write("written/study.json", study::study_text(study)));
    require(study::identity_text(again) == study::identity_text(study),
            "the written study reads back to another");
  }
  catch (const Error &refusal)
  {
    throw Violation(std::string("the written study is refused: ") + refusal.what());
  }
}
} // namespace tenogen::fuzz
