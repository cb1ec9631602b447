#ifndef tenogen_parameters_sources_h
#define tenogen_parameters_sources_h

#include "tenogen/parameters/entry.h"

#include <string>

namespace tenogen::parameters
{
constexpr auto measured = Confidence::measured;
constexpr auto modelled = Confidence::modelled;
constexpr auto assumed  = Confidence::assumed;
} // namespace tenogen::parameters

/// Sources of the defaults, in short form, for texts that several entries share.
namespace tenogen::parameters::sources
{
// Not taken from a publication that was read for this purpose
const std::string assumed   = "assumed";
const std::string choice    = "choice of the user";
const std::string numerical = "numerical choice";
const std::string fitted    = "tuned on the point model, no independent evidence";
const std::string memory    = "literature, from memory, not re-checked";

// Tendon
const std::string kharazi   = "Kharazi et al. 2021, Sci Rep (10.1038/s41598-021-84847-w)";
const std::string magnusson = "Magnusson & Kjaer 2003 (PubMed 12905044)";
const std::string knaus     = "Knaus & Blemker 2021 (PMC7892897)";
const std::string ruptured  = "MRI of 45 ruptured Achilles tendons, 2019 (PubMed 31006268)";
const std::string early_tension =
    "randomised trial of early tensile loading after non-surgical treatment (PMC9527451)";
const std::string heinemeier = "Heinemeier et al. 2013 (PMC3633810)";
const std::string weiss      = "form: Weiss et al. 1996; value: literature, from memory, not re-checked";

// Cells and molecules
const std::string series   = "prospective series of 7 patients, ISAKOS congress 2025, abstract 19041";
const std::string jin      = "Jin et al. 2011, BMC Syst Biol 5:60, table 4 (dermal wound model)";
const std::string ghiasi   = "Ghiasi et al. 2019, BMC Musculoskelet Disord";
const std::string frap     = "scaled from FRAP in temporomandibular fibrocartilage (PubMed 20582475)";
const std::string survival = "survival of labelled cells in equine tendon: J Vis Exp (app.jove.com/t/52748), "
                             "Stem Cell Res Ther 2016 (10.1186/s13287-016-0281-8)";
const std::string stem_cell_strain = "tendon stem cells at 2, 4, 8 % strain in vitro (PMC4502284)";

// Scores
const std::string visa_parts = "parts of the questionnaire (questions 1-3, 4-6, 7-8), Robinson et al. 2001";
const std::string visa_noise = "test-retest correlation 0.93, Robinson et al. 2001; value: assumed";
const std::string strain_limits =
    "human Achilles tendon fails at 8 to 16 % strain ex vivo, Wren et al. 2001, from memory";

// Images
const std::string ute_tendon =
    "human Achilles tendon, UTE ex vivo at 3 T: Muscles Ligaments Tendons J 2015;5:58; "
    "Juras et al. 2012";
const std::string magic_angle =
    "form: dipolar relaxation with 3 cos^2 - 1, Fullerton et al. 1985 (tendon), from "
    "memory; value: assumed";
} // namespace tenogen::parameters::sources

#endif
