#include "tenogen/app/worker_signals.h"

#include <array>
#include <atomic>
#include <csignal>
#include <ctime>

namespace tenogen
{
namespace
{
constexpr std::array<int, 3> stop_signals = {{SIGUSR2, SIGTERM, SIGINT}};
std::atomic<bool>            stop_requested{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may touch lock-free atomics only");

std::atomic<long> stop_moment{0}; ///< s
static_assert(std::atomic<long>::is_always_lock_free, "a signal handler may touch lock-free atomics only");

extern "C" void request_stop(const int signal)
{
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now); // safe in a signal handler
  if (stop_requested && now.tv_sec > stop_moment + 1)
  {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  }
  if (!stop_requested)
    stop_moment = now.tv_sec;
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

void WorkerSignals::request()
{
  stop_requested = true;
}

bool WorkerSignals::stop_is_requested()
{
  return stop_requested;
}
} // namespace tenogen
