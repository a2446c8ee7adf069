#include "core/run/run_recording.hpp"

#include "core/aggregation/run_result.hpp"
#include "core/base/setup_error.hpp"
#include "core/config/print.hpp"
#include "core/run/machine.hpp"
#include "core/run/preparation.hpp"
#include "core/run/second_collector.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace veriload::run {
namespace {

// The members of `run` in the result tree that are known before the run, so that a partial file
// says what it is of.
base::node known_before(const preparation& prepared, const std::string& version,
                        std::uint32_t threads) {
  using base::node;
  const machine_facts machine = read_machine_facts();
  node run = node::map();
  run.add("tool_version", node::string(version));
  run.add("plan_hash", node::string(prepared.config().plan_hash));
  run.add("seed", node::integer(prepared.plan().data.seed));
  run.add("started_unix_seconds", node::integer(base::wall_now() / base::second));
  run.add("host", node::string(machine.host));
  run.add("kernel", node::string(machine.kernel));
  run.add("cpu_model", node::string(machine.cpu_model));
  run.add("cpu_count", node::integer(machine.cores));
  run.add("threads", node::integer(threads));
  return run;
}

}  // namespace

run_recording::run_recording(preparation& prepared, std::uint32_t threads)
    : prepared_(prepared), target_(*prepared.plan().reports.run) {
  partial_ = target_;
  partial_ += ".partial";
  descriptor_ = ::open(partial_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor_ < 0) {
    fail("write", errno);
  } else if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    ::close(descriptor_);
    descriptor_ = -1;
    error_ = "another run writes " + partial_.string() + "; give each run a file of its own";
  } else if (::ftruncate(descriptor_, 0) != 0) {
    fail("write", errno);
  }
  write(writer_.head(known_before(prepared, prepared.context().version, threads),
                     config::masked(prepared.config().effective)));
  if (!error_.empty()) throw setup_error("reports.run: " + error_);
}

// What was written stays: it is all that is left of a run that did not come to its end.
run_recording::~run_recording() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void run_recording::fail(const char* what, int number) {
  if (!error_.empty()) return;
  error_ = "cannot " + std::string(what) + " " + partial_.string() + ": " +
           std::generic_category().message(number);
}

void run_recording::write(std::string_view bytes) {
  while (error_.empty() && !bytes.empty()) {
    const ssize_t n = ::write(descriptor_, bytes.data(), bytes.size());
    if (n >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno != EINTR) {
      fail("write", errno);
    }
  }
}

void run_recording::add(const collected_second& second) {
  if (error_.empty())
    write(writer_.second(second.second, second.merged, *prepared_.names().endpoints));
}

written_report run_recording::finish(const base::node& tree, const aggregation::run_result& run) {
  if (error_.empty()) write(writer_.end(tree, run));
  if (error_.empty() && ::fsync(descriptor_) != 0 && errno != EINVAL) fail("write", errno);
  if (error_.empty() && ::rename(partial_.c_str(), target_.c_str()) != 0) fail("rename", errno);
  if (error_.empty()) return {"run", target_.string(), {}};
  return {"run", partial_.string(), error_ + "; the run until then is in " + partial_.string()};
}

}  // namespace veriload::run
