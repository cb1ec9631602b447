# Run by cpack: links the Python package into the folder where Debian's Python looks for packages.
set(usr ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr)
set(packages ${usr}/lib/python3/dist-packages)
file(MAKE_DIRECTORY ${packages})
file(RELATIVE_PATH target ${packages} ${usr}/share/tenogen/python/tenogen)
file(CREATE_LINK ${target} ${packages}/tenogen SYMBOLIC)
