#include "tenogen/parameters/bind_biology.h"
#include "tenogen/parameters/bind.h"

namespace tenogen::parameters
{
void bind(Binder &binder, Biology &biology)
{
  binder.enter("Biology", "Constants of the equations for cells, molecules, collagen and water.");
  bind_cells(binder, biology);
  bind_molecules(binder, biology);
  bind_tissue(binder, biology);
  binder.leave();
}
} // namespace tenogen::parameters
