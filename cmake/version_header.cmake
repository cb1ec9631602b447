# tenogen/core/version.h, checked at every build and rewritten only if it changes.
file(STRINGS ${PETSC_VERSION_HEADER} petsc_version_lines REGEX "define PETSC_VERSION_(MAJOR|MINOR|SUBMINOR) ")
string(REGEX REPLACE "[^0-9;]" "" petsc_version "${petsc_version_lines}")
list(JOIN petsc_version "." petsc_version)

set(version_header ${PROJECT_BINARY_DIR}/generated/tenogen/core/version.h)
add_custom_target(
  version_header
  COMMAND
    ${CMAKE_COMMAND} -D SOURCE_DIR=${PROJECT_SOURCE_DIR} -D OUTPUT=${version_header}
    -D VERSION=${PROJECT_VERSION} -D COMPILER=${CMAKE_CXX_COMPILER_ID}\ ${CMAKE_CXX_COMPILER_VERSION}
    -D BUILD_TYPE=${CMAKE_BUILD_TYPE} -D DEALII_VERSION=${DEAL_II_VERSION}
    -D PETSC_VERSION=${petsc_version} -P ${CMAKE_CURRENT_LIST_DIR}/write_version.cmake
  BYPRODUCTS ${version_header}
  COMMENT "Reading the git revision"
  VERBATIM)
