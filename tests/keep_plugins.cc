/// In the build with sanitizers only: what OpenMPI loads stays loaded, so that LeakSanitizer knows whose
/// memory it is (leaks.supp).
extern "C" int dlclose(void *)
{
  return 0;
}
