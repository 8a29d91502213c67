namespace a.b
