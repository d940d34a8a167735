// stands for src/base/unlicensed.cpp
// TODO: license it
