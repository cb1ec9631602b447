#ifndef tenogen_model_point_model_h
#define tenogen_model_point_model_h

#include "tenogen/model/biology.h"
#include "tenogen/parameters/parameter_set.h"

#include <functional>

/**
 * The point model: all fields are uniform, and the mechanics follow a one-dimensional law. It provides the
 * stationary tissues that a run starts from, and the surrogate mechanics for blocks and fast studies.
 */
namespace tenogen::model
{
/// The one-dimensional law eps = sigma/E + e_toe (1 - exp(-sigma/s_toe)) of the point model.
class SurrogateMechanics
{
public:
  SurrogateMechanics(const parameters::Mechanics &mechanics, const parameters::Material &material,
                     const parameters::Biology &biology);

  /// Tissue modulus E = E_m + C_5 S_n^2, MPa.
  double modulus(const Concentrations<double> &u, double alignment) const;

  /// Strain under a stress [MPa] and a modulus of [MPa].
  double strain(double stress, double modulus) const;

  /// Stress [MPa] that gives the strain; inverse of strain().
  double stress(double strain, double modulus) const;

private:
  parameters::Mechanics mechanics;
  parameters::Material  material;
  parameters::Biology   biology;
};

/// State of the point model.
struct PointState
{
  Concentrations<double> concentrations = {};
  double                 alignment      = 0.; ///< S_n
};

/// The state with the values of the parameters.
PointState to_point_state(const parameters::PointValues &values);

/**
 * Advances the point model by the classical Runge-Kutta scheme of fourth order with steps of at most `step`
 * [day] from `start` to `end` [day], under the strain that `strain(time, state)` gives. Throws SolverError if
 * a field becomes negative or non-finite.
 */
PointState advance_point_model(PointState state, double start, double end, double step,
                               const std::function<double(double, const PointState &)> &strain,
                               const parameters::Biology                               &biology);

/**
 * The stationary untreated tissue: the point model under the habitual demand [N] on the section `area` [mm^2]
 * for the given number of years. The fat, and with `keep_alignment` the alignment, do not change: they are
 * patient data that do not relax.
 */
PointState stationary_state(const parameters::PointValues &start, double years, double demand, double area,
                            bool keep_alignment, const parameters::ParameterSet &parameters);

/// The same under a given, constant response of the cells to strain.
PointState stationary_state(const parameters::PointValues &start, double years,
                            const StrainResponse<double> &response, bool keep_alignment,
                            const parameters::Biology &biology);
} // namespace tenogen::model

#endif
