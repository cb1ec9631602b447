#ifndef tenogen_app_worker_signals_h
#define tenogen_app_worker_signals_h

namespace tenogen
{
/// Handles SIGUSR2, SIGTERM and SIGINT for the worker of this process during its lifetime; there is only one
/// worker. A second signal, at least one second later, ends the process immediately.
class WorkerSignals
{
public:
  WorkerSignals();
  ~WorkerSignals();
  WorkerSignals(const WorkerSignals &)            = delete;
  WorkerSignals &operator=(const WorkerSignals &) = delete;

  /// Acts as if a signal had arrived.
  static void request();

  /// Whether a signal has arrived.
  static bool stop_is_requested();
};
} // namespace tenogen

#endif
