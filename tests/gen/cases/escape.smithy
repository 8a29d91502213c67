$version: "2.0"
namespace a.b
@pattern("\d")
string A
