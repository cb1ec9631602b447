#ifndef tenogen_app_worker_signals_h
#define tenogen_app_worker_signals_h

namespace tenogen
{
/// Takes SIGUSR2, SIGTERM and SIGINT for the worker of this process, as long as it lives; there is one. A
/// second one, a second later or more, ends the process at once.
class WorkerSignals
{
public:
  WorkerSignals();
  ~WorkerSignals();
  WorkerSignals(const WorkerSignals &)            = delete;
  WorkerSignals &operator=(const WorkerSignals &) = delete;

  /// As if one had come.
  static void request();

  /// Whether one has come.
  static bool stop_is_requested();
};
} // namespace tenogen

#endif
