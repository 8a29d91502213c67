$version: "2.0"
use a.b#c
