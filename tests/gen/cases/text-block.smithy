$version: "2.0"
namespace a.b
@pattern("""x""")
string A
