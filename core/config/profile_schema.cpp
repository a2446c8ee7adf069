#include "core/config/profile_schema.hpp"

#include "core/config/key_builders.hpp"

#include <utility>

namespace veriload::config {
namespace {

using base::node;
using namespace keys;

constexpr double most_users = 1e7;
constexpr double most_arrivals = 1e6;  // per second: what the schedule's arithmetic holds
constexpr double most_iterations = 1e15;
constexpr double most_user_iterations = 4e9;  // a user counts in 32 bits

key pause(std::string_view name, std::string_view doc) {
  return map(name,
             {choice("distribution", {"constant", "uniform", "normal", "exponential"},
                     "how the lengths are drawn, from the user's own random numbers")
                  .otherwise(text_node("constant")),
              seconds("seconds", "constant: the length").or_null().from(0),
              seconds("min_seconds", "uniform: the shortest").or_null().from(0),
              seconds("max_seconds", "uniform: the longest").or_null().from(0),
              seconds("mean_seconds", "normal, exponential: the mean").or_null().from(0),
              seconds("deviation_seconds", "normal: the standard deviation; what is below 0 is 0")
                  .or_null()
                  .from(0)},
             doc);
}

}  // namespace

key profile_section() {
  key step = item(key_type::map);
  step.members = {
      integer("users", "users during this step").needed().from(0).not_beyond(most_users),
      seconds("seconds", "length of this step").needed().greater_than(0)};
  key stage = item(key_type::map);
  stage.members = {
      integer("users", "users at the end of this stage").needed().from(0).not_beyond(most_users),
      seconds("seconds", "time in which they change in a straight line; 0: at once")
          .needed()
          .from(0),
      text("name", "what reports call it").or_null()};
  return map("profile",
             {choice("type", {"soak", "ramp", "spike", "step", "stages", "arrival"},
                     "shape of the load over time; needed unless plan says it")
                  .or_null(),
              integer("target_users",
                      "users at the peak; copied from run.users, for step from the highest step")
                  .or_null()
                  .greater_than(0)
                  .not_beyond(most_users),
              seconds("duration_seconds",
                      "length of the profile; needed unless steps, stages, plan or trace tell it")
                  .or_null()
                  .greater_than(0),
              seconds("hold_seconds", "spike: time at the peak; else duration_seconds")
                  .or_null()
                  .greater_than(0),
              seconds("tick_seconds",
                      "how often the wanted number of users is looked at; 0: all start at once and "
                      "do one pass")
                  .from(0)
                  .otherwise(node::number(1)),
              list("steps", std::move(step), "step: the levels, one after the other"),
              list("stages", std::move(stage),
                   "stages: levels that are reached in a straight line from the one before, the "
                   "first from nobody"),
              text(
                  "plan",
                  "stages or arrivals in one line, as level,time; ...: \"10u,60s; 100u,5m; 0,30s\" "
                  "moves users from nobody, \"50/s,2m; 90/m,30s\" arrivals from the first rate; "
                  "times end in ms, s, m or h")
                  .or_null()
                  .not_empty(),
              number("rate", "arrival: arrivals at the start")
                  .or_null()
                  .from(0)
                  .not_beyond(most_arrivals)
                  .in("1/s"),
              number("rate_end",
                     "arrival: arrivals at the end, reached in a straight line; else as rate")
                  .or_null()
                  .from(0)
                  .not_beyond(most_arrivals)
                  .in("1/s"),
              choice("distribution", {"constant", "poisson"},
                     "arrival: at even distances (constant, the default), or at random from "
                     "data.seed, as independent people come")
                  .or_null(),
              path("trace",
                   "arrival: a file with the instants instead of a rate: seconds since the start, "
                   "one "
                   "per line, or JSON lines with offset_seconds; ascending")
                  .or_null(),
              choice("each", {"session", "iteration"},
                     "arrival: each is a user that comes, does its tasks and leaves (session, the "
                     "default: partly open), or "
                     "one iteration by a user that stays (open); run.users is the most at a time")
                  .or_null(),
              seconds("max_lateness_seconds",
                      "arrival: one that finds no free user for that long is skipped and counted; "
                      "else it is sent late, however late")
                  .or_null()
                  .from(0),
              pause("think_time", "time between two iterations of a user").or_null(),
              pause("pacing",
                    "time from one planned start of a user's iterations to the next; one that is "
                    "late is measured from the plan")
                  .or_null(),
              integer("iterations", "iterations after which a user leaves")
                  .or_null()
                  .greater_than(0)
                  .not_beyond(most_user_iterations),
              integer("total_iterations", "iterations after which the run ends")
                  .or_null()
                  .greater_than(0)
                  .not_beyond(most_iterations),
              seconds(
                  "warmup_seconds",
                  "what is planned in this time from the start on is reported apart and counts in "
                  "no percentile and no limit")
                  .from(0)
                  .otherwise(node::number(0))},
             "The load over time.")
      .needed();
}

}  // namespace veriload::config
