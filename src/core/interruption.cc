#include "tenogen/core/interruption.h"

#include <array>
#include <atomic>
#include <csignal>
#include <ctime>

namespace tenogen
{
namespace
{
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may touch lock-free atomics only");
std::atomic<int> stop_signal{0}; ///< signal that has arrived
std::atomic<int> checkpoint_signals{0};

constexpr long    one_request = 1000; ///< signals within this time are one request, ms
std::atomic<long> stop_moment{0};     ///< time of the request to stop, ms

bool                                  installed    = false;
bool                                  has_deadline = false;
std::chrono::steady_clock::time_point deadline;

extern "C" void take_signal(const int signal)
{
  if (signal == SIGUSR1)
  {
    checkpoint_signals = 1;
    return;
  }
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now); // safe in a signal handler
  if (stop_signal == 0)
  {
    stop_moment = now.tv_sec * 1000 + now.tv_nsec / 1000000;
    stop_signal = signal;
    return;
  }
  // Schedulers and launchers may send one request twice in quick succession.
  if (now.tv_sec * 1000 + now.tv_nsec / 1000000 - stop_moment < one_request)
    return;
  // At a second request, the program ends at once with the default action of the signal.
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

bool any_rank(const bool here, const MPI_Comm communicator)
{
  int local = here ? 1 : 0, any = 0;
  MPI_Allreduce(&local, &any, 1, MPI_INT, MPI_MAX, communicator);
  return any != 0;
}

bool time_is_up(const MPI_Comm communicator)
{
  int rank;
  MPI_Comm_rank(communicator, &rank);
  return has_deadline && rank == 0 && std::chrono::steady_clock::now() >= deadline;
}

constexpr std::array<int, 5> handled_signals = {{SIGXFSZ, SIGUSR1, SIGUSR2, SIGTERM, SIGINT}};
std::array<struct sigaction, handled_signals.size()> before; ///< the previous actions

/// Makes exceeding the file size limit an error of write(), like a full disk.
auto handler_of(const int signal)
{
  return signal == SIGXFSZ ? SIG_IGN : take_signal;
}
} // namespace

Interruption::Interruption()
{
  stop_signal        = 0;
  checkpoint_signals = 0;
  has_deadline       = false;
  installed          = true;
  sigset_t unblocked;
  sigemptyset(&unblocked);
  for (std::size_t i = 0; i < handled_signals.size(); ++i)
  {
    struct sigaction action = {};
    action.sa_handler       = handler_of(handled_signals[i]);
    action.sa_flags         = SA_RESTART; // system calls are restarted
    sigemptyset(&action.sa_mask);
    sigaction(handled_signals[i], &action, &before[i]);
    sigaddset(&unblocked, handled_signals[i]);
  }
  sigprocmask(SIG_UNBLOCK, &unblocked, nullptr); // the caller may have blocked them
}

Interruption::~Interruption()
{
  for (std::size_t i = 0; i < handled_signals.size(); ++i)
    sigaction(handled_signals[i], &before[i], nullptr);
  installed = false;
}

void Interruption::set_deadline(const std::chrono::steady_clock::time_point moment)
{
  deadline     = moment;
  has_deadline = true;
}

bool Interruption::stop_is_requested(const MPI_Comm communicator)
{
  return installed && any_rank(stop_signal != 0 || time_is_up(communicator), communicator);
}

void Interruption::stop_if_requested(const MPI_Comm communicator)
{
  if (stop_is_requested(communicator))
    throw StopRequest("Stopped by " + reason() + ".");
}

bool Interruption::checkpoint_is_requested(const MPI_Comm communicator)
{
  return installed && any_rank(checkpoint_signals.exchange(0) != 0, communicator);
}

bool Interruption::was_signalled(const MPI_Comm communicator)
{
  return any_rank(stop_signal != 0, communicator);
}

std::string Interruption::reason()
{
  switch (stop_signal)
  {
  case SIGUSR2:
    return "SIGUSR2";
  case SIGTERM:
    return "SIGTERM";
  case SIGINT:
    return "SIGINT";
  default:
    return has_deadline && std::chrono::steady_clock::now() >= deadline ? "the time limit" : "another rank";
  }
}
} // namespace tenogen
