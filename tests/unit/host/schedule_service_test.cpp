#include "core/host/services.hpp"

#include "tests/unit/host/loaded_plugins.hpp"

#include <array>
#include <cstring>

using namespace veriload;
using namespace veriload::host;

namespace {

struct declaring {
  declaring() {
    host.context.declaring = &classes;
    table.struct_size = sizeof table;
    table.name = view_of("buyer");
    table.tasks = tasks.data();
    table.n_tasks = 2;
    table.task_stride = sizeof(vl_task);
    table.create = [](void*, vl_user*, void**, vl_error*) noexcept { return vl_status{VL_OK}; };
    table.run = [](void*, uint32_t, vl_op*) noexcept { return vl_status{VL_OK}; };
    table.destroy = [](void*) noexcept {};
  }

  vl_status add() {
    error = {};
    error.struct_size = sizeof error;
    return schedule_service.add_user_class(owner, &table, &error);
  }

  void refused(const char* reason) {
    const std::size_t before = classes.size();
    BOOST_TEST(add() == VL_E_INVALID);
    BOOST_TEST(std::string(error.message) == reason);
    BOOST_TEST(classes.size() == before);
  }

  test::loaded_plugins host;
  const plugin* owner = &host.registry.load(test::bad_plugin("good"));
  declared_classes classes;
  std::array<vl_task, 2> tasks{vl_task{sizeof(vl_task), 3, view_of("browse")},
                               vl_task{sizeof(vl_task), 1, view_of("buy")}};
  vl_user_class table{};
  vl_error error{};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(schedule_service_suite)

BOOST_AUTO_TEST_CASE(a_class_is_kept_with_copies_of_its_names_and_its_owner) {
  declaring d;
  std::string name = "buyer";
  d.table.name = view_of(name);
  BOOST_TEST(d.add() == VL_OK);
  name = "xxxxx";
  BOOST_REQUIRE(d.classes.size() == 1U);
  BOOST_TEST(d.classes[0]->name == "buyer");
  BOOST_TEST(d.classes[0]->owner == d.owner);
  const std::vector<std::string> expected{"browse", "buy"};
  BOOST_TEST(d.classes[0]->tasks == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_writers_stride_is_followed) {
  declaring d;
  struct longer_task {
    vl_task task;
    char future[24];
  };
  std::array<longer_task, 2> longer{longer_task{d.tasks[0], {}}, longer_task{d.tasks[1], {}}};
  d.table.tasks = longer.data();
  d.table.task_stride = sizeof(longer_task);
  BOOST_TEST(d.add() == VL_OK);
  BOOST_TEST(d.classes[0]->tasks[1] == "buy");
}

BOOST_AUTO_TEST_CASE(outside_declare_it_is_misuse) {
  declaring d;
  d.host.context.declaring = nullptr;
  BOOST_TEST(d.add() == VL_E_MISUSE);
  BOOST_TEST(schedule_service.add_user_class(d.owner, &d.table, nullptr) == VL_E_MISUSE);
}

BOOST_AUTO_TEST_CASE(what_no_user_could_live_by_is_refused_with_the_reason) {
  {
    declaring d;
    d.table.run = nullptr;
    d.refused("the user class lacks create, run or destroy");
  }
  {
    declaring d;
    d.table.struct_size = offsetof(vl_user_class, destroy);
    d.refused("the user class lacks create, run or destroy");
  }
  {
    declaring d;
    d.table.name = {nullptr, 0};
    d.refused("the user class has no name");
  }
  {
    declaring d;
    d.table.n_tasks = 0;
    d.refused("user class buyer has no task");
  }
  {
    declaring d;
    d.table.tasks = nullptr;
    d.refused("user class buyer has no task");
  }
  {
    declaring d;
    d.table.task_stride = 8;
    d.refused("task_stride of buyer is 8, expected at least 24");
  }
}

BOOST_AUTO_TEST_CASE(wrong_tasks_are_refused_with_their_place) {
  {
    declaring d;
    d.tasks[1].weight = 0;
    d.refused("task 1 (\"buy\") of buyer needs a name and a weight above 0, has weight 0");
  }
  {
    declaring d;
    d.tasks[0].name = {nullptr, 0};
    d.refused("task 0 (\"\") of buyer needs a name and a weight above 0, has weight 3");
  }
  {
    declaring d;
    d.tasks[1].name = view_of("browse");
    d.refused("two tasks of buyer are called browse");
  }
}

BOOST_AUTO_TEST_CASE(two_classes_need_two_names) {
  declaring d;
  BOOST_TEST(d.add() == VL_OK);
  d.refused("two user classes are called buyer");
  d.table.name = view_of("seller");
  BOOST_TEST(d.add() == VL_OK);
  BOOST_TEST(d.classes.size() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
