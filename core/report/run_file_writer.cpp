#include "core/report/run_file_writer.hpp"

#include "core/aggregation/name_table.hpp"
#include "core/aggregation/run_result.hpp"
#include "core/report/node_bytes.hpp"
#include "core/report/run_file_sections.hpp"
#include "core/report/stats_bytes.hpp"

namespace veriload::report {
namespace {

std::string tree_section(std::string_view tag, const base::node& tree) {
  std::string content;
  put_node(content, tree);
  return section_bytes(tag, content);
}

}  // namespace

std::string run_file_writer::head(const base::node& run, const base::node& plan) {
  std::string out(run_file_magic);
  put_fixed32(out, run_file_major | run_file_minor << 16);
  put_fixed32(out, 0);
  out += tree_section(section_tag::run, run);
  return out += tree_section(section_tag::plan, plan);
}

std::string run_file_writer::second(std::uint64_t number,
                                    const aggregation::interval_block& measured,
                                    const aggregation::name_table& endpoints) {
  std::string names;
  std::string rows;
  std::uint64_t count = 0;
  for (std::uint32_t id = 0; id < measured.endpoints.size(); ++id) {
    if (measured.endpoints[id].requests == 0) continue;
    if (id >= named_.size()) named_.resize(std::size_t{id} + 1);
    if (!named_[id]) {
      put_number(names, id);
      put_text(names, endpoints.name(id));
      named_[id] = true;
    }
    put_number(rows, id);
    put_interval(rows, measured.endpoints[id]);
    ++count;
  }
  std::string content;
  put_number(content, number);
  put_number(content, measured.bytes_out);
  put_number(content, measured.bytes_in);
  put_number(content, measured.users);
  put_number(content, count);
  content += rows;
  ++seconds_;
  std::string out = names.empty() ? "" : section_bytes(section_tag::names, names);
  return out += section_bytes(section_tag::second, content);
}

std::string run_file_writer::end(const base::node& tree, const aggregation::run_result& run) {
  std::string totals;
  put_stats(totals, run.total);
  put_number(totals, run.endpoints.size());
  for (const aggregation::named_stats& one : run.endpoints) {
    put_text(totals, one.name);
    put_stats(totals, one.stats);
  }
  std::string done;
  put_number(done, seconds_);
  std::string out = tree_section(section_tag::result, tree);
  out += section_bytes(section_tag::totals, totals);
  return out += section_bytes(section_tag::end, done);
}

}  // namespace veriload::report
