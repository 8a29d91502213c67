$version: "2.0"
namespace a.b
string A
