#include "tenogen/app/worker_signals.h"

#include <array>
#include <atomic>
#include <csignal>

namespace tenogen
{
namespace
{
constexpr std::array<int, 3> stop_signals = {{SIGUSR2, SIGTERM, SIGINT}};
std::atomic<bool>            stop_requested{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may touch lock-free atomics only");

extern "C" void request_stop(int)
{
  stop_requested = true;
}
} // namespace

WorkerSignals::WorkerSignals()
{
  struct sigaction action = {};
  action.sa_handler       = request_stop;
  action.sa_flags         = SA_RESTART;
  sigemptyset(&action.sa_mask);
  for (const int signal : stop_signals)
    sigaction(signal, &action, nullptr);
}

WorkerSignals::~WorkerSignals()
{
  for (const int signal : stop_signals)
    std::signal(signal, SIG_DFL);
}

bool WorkerSignals::stop_is_requested()
{
  return stop_requested;
}
} // namespace tenogen
