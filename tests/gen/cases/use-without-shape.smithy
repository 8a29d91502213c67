$version: "2.0"
namespace a.b
use a.b
