// The headers that nearly every source of this part uses and that take most of the compiler's time. No source
// may rely on it: each includes what it needs, and builds with -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON.

#include <boost/program_options.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iomanip>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>
