/// Only in the build with sanitizers: plugins of Open MPI stay loaded, so that LeakSanitizer can tell whose
/// memory it is (leaks.supp).
extern "C" int dlclose(void *)
{
  return 0;
}
