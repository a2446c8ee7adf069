// The `vl_loop` of one plugin on one worker. Flow: run -> [handle] -> loop and stream services.
#pragma once

#include "core/loop/reactor.hpp"

namespace veriload::host {
class plugin;
}

/// Issued per plugin and loop, so that whatever is charged to a loop's user can be charged to a
/// plugin. Lives as long as its loop. Thread: see the functions it is passed to.
struct vl_loop {
  veriload::loop::reactor* reactor;
  const veriload::host::plugin* owner;
};
