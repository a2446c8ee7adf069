# Every third-party library of the product, found once. Package names: tests/support/packages.txt.

find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json program_options system filesystem unit_test_framework)
find_package(OpenSSL 3.0 REQUIRED)
find_package(yaml-cpp REQUIRED)
