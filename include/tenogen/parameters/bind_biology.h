#ifndef tenogen_parameters_bind_biology_h
#define tenogen_parameters_bind_biology_h

#include "tenogen/parameters/binder.h"
#include "tenogen/parameters/biology.h"

/// The parts of the topic Biology (see bind.h).
namespace tenogen::parameters
{
/// Stem cells, fibroblasts, tenocytes, their taxis and diffusion.
void bind_cells(Binder &binder, Biology &biology);

/// Cytokine, growth factor and their exchange through the paratenon, water and fat.
void bind_molecules(Binder &binder, Biology &biology);

/// Strain window, collagen, cross-links and alignment.
void bind_tissue(Binder &binder, Biology &biology);
} // namespace tenogen::parameters

#endif
