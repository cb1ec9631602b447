# Run by cpack: in the Debian package, Python finds `import tenogen` where Debian's own packages are.
file(MAKE_DIRECTORY ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr/lib/python3/dist-packages)
set(up ../../..) # from dist-packages to /usr
file(CREATE_LINK ${up}/share/tenogen/python/tenogen
     ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr/lib/python3/dist-packages/tenogen SYMBOLIC)
