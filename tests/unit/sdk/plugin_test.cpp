#include <veriload/plugin.hpp>

#include <veriload/testing/fake_host.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

using namespace veriload;
using testing::fake_host;

namespace {

int alive = 0;

class sample_plugin {
 public:
  explicit sample_plugin(host_services host) : log_(host.get<vl_log_v1>()) { ++alive; }
  ~sample_plugin() { --alive; }
  const void* component(std::string_view id) const {
    return id == VL_COMP_REPORTER ? static_cast<const void*>(&log_) : nullptr;
  }

 private:
  const vl_log_v1& log_;
};
using entry = plugin_entry<sample_plugin>;

const void* short_table(const vl_host*, const char*) noexcept {
  static const std::uint32_t size = 16;
  return &size;
}

}  // namespace

VERILOAD_PLUGIN(sample, "dev.example.sample", "1.2.3", "MIT", veriload::ids(VL_COMP_REPORTER),
                veriload::ids(VL_SVC_LOG, VL_SVC_CONFIG), veriload::ids(), &entry::init,
                &entry::component, &entry::fini);

BOOST_AUTO_TEST_SUITE(plugins)

BOOST_AUTO_TEST_CASE(the_descriptor_says_what_the_macro_was_given) {
  const vl_plugin_v1* plugin = veriload_plugin_v1_sample();
  BOOST_TEST(plugin == veriload_plugin_v1_sample());
  BOOST_TEST(plugin->struct_size == sizeof(vl_plugin_v1));
  BOOST_TEST(plugin->abi_major == VL_ABI_MAJOR);
  BOOST_TEST(plugin->abi_minor_built == VL_ABI_MINOR);
  BOOST_TEST(plugin->id == std::string_view("dev.example.sample"));
  BOOST_TEST(plugin->version == std::string_view("1.2.3"));
  BOOST_TEST(plugin->license == std::string_view("MIT"));
  BOOST_TEST(plugin->provides[0] == std::string_view(VL_COMP_REPORTER));
  BOOST_TEST(plugin->provides[1] == nullptr);
  BOOST_TEST(plugin->needs[1] == std::string_view(VL_SVC_CONFIG));
  BOOST_TEST(plugin->needs[2] == nullptr);
  BOOST_TEST(plugin->wants[0] == nullptr);
}

BOOST_AUTO_TEST_CASE(the_object_lives_from_init_to_fini) {
  fake_host host;
  void* self = nullptr;
  vl_error error = new_error();
  const vl_plugin_v1* plugin = veriload_plugin_v1_sample();
  BOOST_TEST(plugin->init(host.handle(), &self, &error) == VL_OK);
  BOOST_TEST(alive == 1);
  BOOST_TEST(plugin->component(self, VL_COMP_REPORTER) != nullptr);
  BOOST_TEST(plugin->component(self, VL_COMP_IMPORTER) == nullptr);
  plugin->fini(self);
  BOOST_TEST(alive == 0);
}

BOOST_AUTO_TEST_CASE(a_missing_service_is_refused_by_its_id) {
  fake_host host;
  host.without(VL_SVC_LOG);
  void* self = nullptr;
  vl_error error = new_error();
  BOOST_TEST(veriload_plugin_v1_sample()->init(host.handle(), &self, &error) == VL_E_UNSUPPORTED);
  BOOST_TEST(message_of(error) == "needs service veriload.log/1, this host does not serve it");
  BOOST_TEST(find_service<vl_log_v1>(host.handle()) == nullptr);
}

BOOST_AUTO_TEST_CASE(a_table_shorter_than_abi_1_0_is_not_used) {
  vl_host host{};
  host.service = &short_table;
  BOOST_TEST(find_service<vl_log_v1>(&host) == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()
