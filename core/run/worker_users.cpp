// The users of a worker: started, stopped newest first, cancelled, and gone.
#include "core/run/worker.hpp"

#include <algorithm>
#include <memory>

namespace veriload::run {

void worker::follow_plan(base::ns elapsed) {
  const std::uint64_t wanted =
      context_.iterations_left == 0
          ? 0
          : scheduler::share_of(shape_->profile.users_at(elapsed), index_, shape_->workers);
  const std::uint64_t going = active_ - stopping_;
  budget_.advance_to(elapsed);
  if (going < wanted) {
    start_users(budget_.take(wanted - going));
  } else if (going > wanted && context_.iterations_left > 0) {
    stop_newest(going - wanted);
  }
}

void worker::start_users(std::uint64_t n) {
  while (n > 0 && start_user(0))
    --n;
}

// False when there is no persona left, which ends the run.
bool worker::start_user(base::ns planned) {
  const auto persona = personas_.persona_for(starts_);
  if (!persona) {
    begin_drain(end_reason::personas_gone);
    return false;
  }
  const std::uint64_t number = starts_++ * shape_->workers + index_;
  const host::user_class& kind =
      shape_->classes ? shape_->classes->of(number) : *shape_->user_class;
  auto user = std::make_unique<users::virtual_user>(context_, kind, number, *persona);
  user->next = newest_;
  if (newest_) newest_->previous = user.get();
  newest_ = user.get();
  ++active_;
  user.release()->start(planned);  // owned by the list; user_ended deletes it
  return true;
}

// Whoever leaves by itself counts already. Then the newest go first, so that those with the most
// state behind them stay.
void worker::stop_newest(std::uint64_t n) {
  for (users::virtual_user* u = newest_; u && n > 0; u = u->next) {
    if (!u->stopping() || u->winding_down) continue;
    wind_down(*u);
    --n;
  }
  for (users::virtual_user* u = newest_; u && n > 0; u = u->next) {
    if (u->stopping()) continue;
    wind_down(*u);
    --n;
  }
}

void worker::wind_down(users::virtual_user& user) noexcept {
  if (user.winding_down) return;
  user.winding_down = true;
  ++stopping_;
  user.ask_to_stop();
}

void worker::cancel_all() noexcept {
  for (users::virtual_user* u = newest_; u; u = u->next)
    u->cancel();
}

void worker::user_ended(users::virtual_user& user) noexcept {
  const std::unique_ptr<users::virtual_user> gone(&user);
  (gone->previous ? gone->previous->next : newest_) = gone->next;
  if (gone->next) gone->next->previous = gone->previous;
  --active_;
  if (gone->winding_down) --stopping_;
  if (shape_->each_iteration) std::erase(idle_, gone.get());
  if (!draining_) {
    take_arrivals();
    if (draining_) return;  // which looked whether anybody is left
  }
  end_when_empty();
}

std::string worker::scenario_place() const {
  const std::uint32_t part = context_.place.last();
  const host::user_class* entered = context_.place.last_class();
  if (part == users::scenario_place::nowhere || !entered) return "a plugin";
  const host::user_class& kind = *entered;
  if (part == users::scenario_place::on_start) return "on_start of " + kind.name;
  const std::size_t task = part - users::scenario_place::first_task;
  if (part == users::scenario_place::on_stop || task >= kind.tasks.size())
    return "on_stop of " + kind.name;
  return "task \"" + kind.tasks[task] + "\" of " + kind.name;
}

std::uint64_t worker::used_personas() const {
  return std::min<std::uint64_t>(starts_, personas_.size());
}

std::vector<std::string> worker::first_persona_ids(std::size_t most) const {
  std::vector<std::string> ids;
  const auto field = shape_->personas->required_field("persona_id");
  const std::uint64_t used = std::min<std::uint64_t>(used_personas(), most);
  for (std::uint64_t i = 0; i < used; ++i) {
    ids.emplace_back();
    shape_->personas->value(*personas_.persona_for(i), field, ids.back());
  }
  return ids;
}

}  // namespace veriload::run
