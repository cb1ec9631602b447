# Installation (`cmake --install`) and the Debian package (`cpack`). docs/install.md describes both.

# The installed tree can be moved: the program finds its library and its tools relative to its own location.
set(private_library_folder ${CMAKE_INSTALL_LIBDIR}/tenogen)
set(data_folder ${CMAKE_INSTALL_DATADIR}/tenogen)
set_target_properties(tenogen PROPERTIES INSTALL_RPATH "$ORIGIN/../${private_library_folder}")
set_target_properties(libtenogen PROPERTIES INSTALL_RPATH "")
# Whatever the umask is, everybody may read the installed folders.
set(CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS ${CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS})
install(TARGETS tenogen libtenogen LIBRARY DESTINATION ${private_library_folder})

install(DIRECTORY params DESTINATION ${data_folder})
# The Python tools that `tenogen NAME` starts, and the package that they and users import.
file(GLOB tools CONFIGURE_DEPENDS python/tenogen-*)
install(PROGRAMS ${tools} DESTINATION ${data_folder}/python)
install(DIRECTORY python/tenogen DESTINATION ${data_folder}/python PATTERN __pycache__ EXCLUDE)

install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR} PATTERN __pycache__ EXCLUDE)
install(FILES README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})

# --- Debian package -------------------------------------------------------------------------------

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME tenogen)
set(CPACK_PACKAGE_VENDOR tenogen)
set(CPACK_PACKAGE_CONTACT "tenogen maintainers <maintainers@tenogen.invalid>")
set(CPACK_PACKAGE_DESCRIPTION "\
tenogen simulates how a chronically ruptured human Achilles tendon heals after
an injection of mesenchymal stem cells: finite-strain, fibre-reinforced
mechanics coupled to cells, signalling molecules, collagen, cross-links and
fibre alignment. It comes with parameter files, tools for parameter studies,
virtual MRI and reports, and the Python package of the same name.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)

# A package works only on the Debian release it was built on, because library packages have other names on others.
cmake_host_system_information(RESULT debian_release QUERY DISTRIB_VERSION_ID)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1~deb${debian_release})
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${PROJECT_BINARY_DIR})
set(CPACK_DEBIAN_PACKAGE_DEPENDS
    "openmpi-bin, python3, python3-numpy, python3-scipy, python3-h5py, python3-pandas, python3-matplotlib, \
python3-nibabel, python3-openturns")
# Bytecode of the Python tools, created and removed with the package.
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${PROJECT_SOURCE_DIR}/packaging/debian/postinst
                                       ${PROJECT_SOURCE_DIR}/packaging/debian/prerm)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION TRUE)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/link_python_package.cmake)
include(CPack)
