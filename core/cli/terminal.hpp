// What the program may do on the terminal it runs in. Flow: cli -> [terminal] -> people.
#pragma once

#include <string_view>

namespace veriload::cli {

/// Whether `descriptor` (1 or 2) is a terminal that shows colours; false when NO_COLOR is set or
/// TERM is "dumb". Thread: any.
bool shows_colour(int descriptor);

/// Columns of the terminal on `descriptor`, or `otherwise` when it is none. Thread: any.
unsigned columns_of(int descriptor, unsigned otherwise);

/// Lines of the terminal on `descriptor`, or `otherwise` when it is none. Thread: any.
unsigned rows_of(int descriptor, unsigned otherwise);

/// Prints "veriload: error: MESSAGE" to standard error; further lines of the message are indented.
void print_error(std::string_view message);

/// The same with "warning".
void print_warning(std::string_view message);

}  // namespace veriload::cli
