#!/usr/bin/python3
"""Makes the stages of the SigV4 cases with an independent implementation: botocore, as Debian's awscli package has it.

    tests/sigv4/generate.py           write canonical.txt, sts.txt, signature.txt beside every request.txt, the
                                      presigned requests, and refused/*.txt
    tests/sigv4/generate.py --check   only compare, as a TAP test; skipped where botocore is missing

A case is a folder with request.txt, a raw request before signing (after, for presign-*). Every header in it is signed.
context.txt, where there is one, holds "region service [s3]". Requests of the published suite carry its example keys.
"""
import hashlib
import os
import sys
from urllib.parse import parse_qsl, quote, urlsplit

HERE = os.path.dirname(os.path.abspath(__file__))
ACCESS_KEY = "AKIDEXAMPLE"
SECRET_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
TIMESTAMP = "20150830T123600Z"
TOKEN = "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA=="

try:
    sys.path.insert(0, "/usr/lib/python3/dist-packages/awscli")
    import botocore.session  # noqa: F401  (botocore.auth does not import on its own)
    from botocore.auth import S3SigV4Auth, SigV4Auth, SigV4QueryAuth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials
except ImportError:
    print("1..0 # SKIP botocore of Debian's awscli is not installed")
    sys.exit(0)


class Request:
    """A raw request: method, target, headers in order, body."""

    def __init__(self, text):
        head, _, self.body = text.partition("\n\n")
        lines = head.split("\n")
        self.method, rest = lines[0].split(" ", 1)
        self.target = rest[: rest.rindex(" ")]
        self.headers = [tuple(line.split(":", 1)) for line in lines[1:]]

    def text(self):
        head = ["%s %s HTTP/1.1" % (self.method, self.target)]
        head += ["%s:%s" % h for h in self.headers]
        return "\n".join(head) + "\n\n" + self.body

    def get(self, name):
        return next((v.strip() for n, v in self.headers if n.lower() == name.lower()), None)

    def set(self, name, value):
        self.headers = [(n, value if n.lower() == name.lower() else v) for n, v in self.headers]
        return self

    def add(self, name, value):
        self.headers.append((name, value))
        return self

    def drop(self, name):
        self.headers = [(n, v) for n, v in self.headers if n.lower() != name.lower()]
        return self


def encoded_query(query):
    """Strictly encoded; botocore itself only sorts what it is given."""
    pairs = parse_qsl(query, keep_blank_values=True, separator="&")
    return "&".join("%s=%s" % (quote(k, safe="-_.~"), quote(v, safe="-_.~")) for k, v in pairs)


def to_botocore(request):
    parts = request.target.split("?", 1)
    url = "http://host" + parts[0] + ("?" + encoded_query(parts[1]) if len(parts) > 1 else "")
    made = AWSRequest(method=request.method, url=url, data=request.body.encode())
    for name, value in request.headers:
        made.headers.add_header(name, value)
    return made


def timestamp_of(request):
    if request.get("x-amz-date"):
        return request.get("x-amz-date")
    from email.utils import parsedate_to_datetime
    return parsedate_to_datetime(request.get("date")).strftime("%Y%m%dT%H%M%SZ")


def stages(request, region="us-east-1", service="service", s3=False, timestamp=None):
    auth = (S3SigV4Auth if s3 else SigV4Auth)(Credentials(ACCESS_KEY, SECRET_KEY), service, region)
    made = to_botocore(request)
    made.context["timestamp"] = timestamp or timestamp_of(request)
    canonical = auth.canonical_request(made)
    sts = auth.string_to_sign(made, canonical)
    return {"canonical.txt": canonical, "sts.txt": sts, "signature.txt": auth.signature(sts, made)}, made, auth


def signed(request, region="us-east-1", service="service"):
    files, made, auth = stages(request, region, service)
    auth._inject_signature_to_request(made, files["signature.txt"])
    return request.add("Authorization", made.headers["Authorization"])


def presigned(text, expires, token=None):
    """Signs in the query; answers the signed request and its stages."""
    request = Request(text)
    auth = SigV4QueryAuth(Credentials(ACCESS_KEY, SECRET_KEY, token), "service", "us-east-1", expires)
    made = AWSRequest(method=request.method, url="http://host" + request.target)
    for name, value in request.headers:
        made.headers.add_header(name, value)
    made.context["timestamp"] = TIMESTAMP
    auth._modify_request_before_signing(made)
    canonical = auth.canonical_request(made)
    sts = auth.string_to_sign(made, canonical)
    signature = auth.signature(sts, made)
    parts = urlsplit(made.url)
    request.target = "%s?%s&X-Amz-Signature=%s" % (parts.path, parts.query, signature)
    return {"request.txt": request.text(), "canonical.txt": canonical, "sts.txt": sts, "signature.txt": signature}


BASE = ("POST /a/b?Name=value HTTP/1.1\nHost:example.amazonaws.com\nContent-Type:application/x-amz-json-1.1\n"
        "X-Amz-Target:Service.Operation\nX-Amz-Date:" + TIMESTAMP + "\n\n{\"a\":1}")
VANILLA = "GET /?Action=GetCallerIdentity&Version=2011-06-15 HTTP/1.1\nHost:example.amazonaws.com\n\n"


def base(**scope):
    return signed(Request(BASE), **scope)


def with_authorization(change):
    request = base()
    return request.set("Authorization", change(request.get("Authorization")))


def with_presigned(change, expires=60):
    request = Request(presigned(VANILLA, expires)["request.txt"])
    request.target = change(request.target)
    return request


def changed(**attributes):
    request = base()
    for name, value in attributes.items():
        setattr(request, name, value)
    return request


def unsigned_header(name, value):
    """Signed first, the header added after."""
    return base().add(name, value)


def without_host():
    request = Request(BASE)
    host = request.headers.pop(0)
    auth = SigV4Auth(Credentials(ACCESS_KEY, SECRET_KEY), "service", "us-east-1")
    auth.headers_to_sign = lambda r: r.headers
    made = AWSRequest(method="POST", url="http://host/a/b?Name=value", data=request.body.encode())
    for name, value in request.headers:
        made.headers.add_header(name.lower(), value)
    made.context["timestamp"] = TIMESTAMP
    signature = auth.signature(auth.string_to_sign(made, auth.canonical_request(made)), made)
    names = ";".join(sorted(n.lower() for n, _ in request.headers))
    request.headers.insert(0, host)
    return request.add("Authorization", "AWS4-HMAC-SHA256 Credential=%s, SignedHeaders=%s, Signature=%s"
                       % (auth.scope(made), names, signature))


def signed_at(timestamp, scope_date=None):
    request = Request(BASE).set("X-Amz-Date", timestamp)
    auth = SigV4Auth(Credentials(ACCESS_KEY, SECRET_KEY), "service", "us-east-1")
    made = to_botocore(request)
    made.context["timestamp"] = timestamp
    canonical = auth.canonical_request(made)
    sts = auth.string_to_sign(made, canonical)
    if scope_date:
        sts = sts.replace("\n%s/" % timestamp[:8], "\n%s/" % scope_date)
        made.context["timestamp"] = scope_date + timestamp[8:]
    auth._inject_signature_to_request(made, auth.signature(sts, made))
    return request.add("Authorization", made.headers["Authorization"])


def sub(old, new):
    def change(text):
        assert old in text, (old, text)
        return text.replace(old, new, 1)
    return change


def cut(name):
    """Takes one parameter out of an Authorization header."""
    def change(value):
        head, rest = value.split(" ", 1)
        return head + " " + ", ".join(p for p in rest.split(", ") if not p.startswith(name + "="))
    return change


SIGNATURE = "Signature="
# name: (request, error, a part of the text, now, service)
REFUSED = {
    "not-signed": (lambda: Request(BASE), "MISSING_TOKEN", "missing Authentication Token"),
    "authorization-empty": (lambda: with_authorization(lambda v: ""), "INCOMPLETE", "cannot be empty"),
    "authorization-bearer": (lambda: with_authorization(lambda v: "Bearer abc"), "INCOMPLETE", "missing equal-sign"),
    "authorization-basic": (lambda: with_authorization(lambda v: "Basic dXNlcjpwdw=="), "INCOMPLETE", "hashed"),
    "authorization-no-space": (lambda: with_authorization(sub("SHA256 ", "SHA256")), "INCOMPLETE", "algorithm"),
    "authorization-twice": (lambda: (lambda r: r.add("Authorization", r.get("Authorization")))(base()),
                            "INCOMPLETE", "'authorization' must be sent only once"),
    "authorization-overlong": (lambda: with_authorization(lambda v: v + "0" * 9000), "INCOMPLETE", "too long"),
    "algorithm-other": (lambda: with_authorization(sub("SHA256", "SHA512")), "INCOMPLETE",
                        "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA512'."),
    "algorithm-case": (lambda: with_authorization(sub("AWS4-HMAC", "aws4-hmac")), "INCOMPLETE", "equal-sign"),
    "credential-missing": (lambda: with_authorization(cut("Credential")), "INCOMPLETE",
                           "Authorization header requires 'Credential' parameter. (hashed"),
    "signature-missing": (lambda: with_authorization(cut("Signature")), "INCOMPLETE", "requires 'Signature'"),
    "signed-headers-missing": (lambda: with_authorization(cut("SignedHeaders")), "INCOMPLETE", "'SignedHeaders'"),
    "all-parts-missing": (lambda: with_authorization(lambda v: "AWS4-HMAC-SHA256").drop("X-Amz-Date"), "INCOMPLETE",
                          "existence of either a 'X-Amz-Date' or a 'Date' header. (hashed"),
    "credential-twice": (lambda: with_authorization(sub(", Sig", ", Credential=a/b/c/d/aws4_request, Sig")),
                         "INCOMPLETE", "'Credential' more than once"),
    "signature-twice": (lambda: with_authorization(lambda v: v + ", Signature=" + "0" * 64), "INCOMPLETE",
                        "'Signature' more than once"),
    "parameter-unknown": (lambda: with_authorization(lambda v: v + ", Extra=1"), "INCOMPLETE", "'Extra'"),
    "parameter-case": (lambda: with_authorization(sub("SignedHeaders=", "signedheaders=")), "INCOMPLETE",
                       "'signedheaders'"),
    "parameter-no-value": (lambda: with_authorization(lambda v: v + ", Extra"), "INCOMPLETE", "equal-sign"),
    "trailing-comma": (lambda: with_authorization(lambda v: v + ","), "INCOMPLETE", "equal-sign"),
    "credential-short": (lambda: with_authorization(sub("/aws4_request", "")), "INCOMPLETE",
                         "exactly 5 slash-delimited elements"),
    "credential-long": (lambda: with_authorization(sub("/aws4_request", "/aws4_request/x")), "INCOMPLETE",
                        "exactly 5 slash-delimited elements"),
    "credential-strange": (lambda: with_authorization(sub("AKIDEXAMPLE", "AKID EXAMPLE")), "INCOMPLETE", "element"),
    "credential-key-empty": (lambda: with_authorization(sub("AKIDEXAMPLE", "")), "INCOMPLETE", "element"),
    "region-empty": (lambda: with_authorization(sub("/us-east-1/", "//")), "INCOMPLETE", "element"),
    "terminator-other": (lambda: with_authorization(sub("aws4_request", "aws5_request")), "SCOPE",
                         "valid terminator: 'aws4_request', not 'aws5_request'"),
    "scope-service": (lambda: base(), "SCOPE", "Credential should be scoped to correct service: 'sts'. ",
                      TIMESTAMP, "sts"),
    "scope-date": (lambda: signed_at(TIMESTAMP, "20150829"), "SCOPE",
                   "'20150829' != '20150830', from '20150830T123600Z'."),
    "scope-date-long": (lambda: with_authorization(sub("/20150830/", "/2015083000/")), "SCOPE", "'2015083000'"),
    "date-missing": (lambda: base().drop("X-Amz-Date"), "INCOMPLETE", "either a 'X-Amz-Date' or a 'Date' header"),
    "date-twice": (lambda: base().add("X-Amz-Date", "20150830T123601Z"), "INCOMPLETE", "'x-amz-date'"),
    "date-malformed": (lambda: base().set("X-Amz-Date", "2015-08-30T12:36:00Z"), "INVALID_DATE",
                       "Got '2015-08-30T12:36:00Z'"),
    "date-impossible": (lambda: base().set("X-Amz-Date", "20150230T123600Z"), "INVALID_DATE", "basic format"),
    "date-header-malformed": (lambda: base().drop("X-Amz-Date").add("Date", "Mon, 30 Aug 2015 12:36:00 GMT"),
                              "INVALID_DATE", "basic format"),
    "date-altered": (lambda: base().set("X-Amz-Date", "20150830T123700Z"), "MISMATCH", "does not match"),
    "expired": (lambda: base(), "EXPIRED",
                "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z (20150830T124101Z - 5 min.)",
                "20150830T124101Z"),
    "not-yet-current": (lambda: base(), "NOT_YET",
                        "Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z "
                        "(20150830T123059Z + 5 min.)", "20150830T123059Z"),
    "host-not-signed": (without_host, "MISMATCH", "'Host' or ':authority' must be a 'SignedHeader'"),
    "host-twice": (lambda: base().add("Host", "evil.example"), "INCOMPLETE", "'host'"),
    "host-altered": (lambda: base().set("Host", "evil.example"), "MISMATCH", "does not match"),
    "token-not-signed": (lambda: unsigned_header("X-Amz-Security-Token", TOKEN), "MISMATCH",
                         "'X-Amz-Security-Token' must be a 'SignedHeader'"),
    "token-twice": (lambda: signed(Request(BASE).add("X-Amz-Security-Token", TOKEN)).add("X-Amz-Security-Token", "x"),
                    "INCOMPLETE", "'x-amz-security-token'"),
    "token-altered": (lambda: signed(Request(BASE).add("X-Amz-Security-Token", TOKEN))
                      .set("X-Amz-Security-Token", TOKEN[:-3] + "a=="), "MISMATCH", "does not match"),
    "token-removed": (lambda: signed(Request(BASE).add("X-Amz-Security-Token", TOKEN)).drop("X-Amz-Security-Token"),
                      "INCOMPLETE", "'x-amz-security-token' is named as a SignedHeader, but it does not exist"),
    "target-altered": (lambda: base().set("X-Amz-Target", "Service.Other"), "MISMATCH", "does not match"),
    "target-twice": (lambda: base().add("x-amz-target", "Service.Other"), "INCOMPLETE", "'x-amz-target'"),
    "target-not-signed": (lambda: signed(Request(BASE).drop("X-Amz-Target")).add("X-Amz-Target", "Service.Operation"),
                          "MISMATCH", "'X-Amz-Target' must be"),
    "amz-header-not-signed": (lambda: unsigned_header("x-amz-sso_bearer_token", "t"), "MISMATCH", "SignedHeader"),
    "header-altered": (lambda: base().set("Content-Type", "application/json"), "MISMATCH", "does not match"),
    "header-removed": (lambda: base().drop("Content-Type"), "INCOMPLETE", "'content-type' is named as a SignedHeader"),
    "header-added-twice": (lambda: base().add("Content-Type", "application/json"), "MISMATCH", "does not match"),
    "signed-headers-unsorted": (lambda: with_authorization(sub("content-type;host", "host;content-type")),
                                "INCOMPLETE", "sorted"),
    "signed-headers-twice": (lambda: with_authorization(sub(";host", ";host;host")), "INCOMPLETE", "once"),
    "signed-headers-case": (lambda: with_authorization(sub(";host", ";Host")), "INCOMPLETE", "lower-case"),
    "signed-headers-hole": (lambda: with_authorization(sub(";host", ";;host")), "INCOMPLETE", "SignedHeaders"),
    "signature-altered": (lambda: with_authorization(lambda v: v[:-1] + ("0" if v[-1] != "0" else "1")), "MISMATCH",
                          "does not match"),
    "signature-empty": (lambda: with_authorization(lambda v: v[: v.index(SIGNATURE) + len(SIGNATURE)]), "INCOMPLETE",
                        "requires 'Signature'"),
    "signature-short": (lambda: with_authorization(lambda v: v[:-1]), "MISMATCH", "64"),
    "signature-long": (lambda: with_authorization(lambda v: v + "0"), "MISMATCH", "64"),
    "signature-upper-case": (lambda: with_authorization(lambda v: v[:-64] + v[-64:].upper()), "MISMATCH", "lower-case"),
    "key-altered": (lambda: with_authorization(sub("AKIDEXAMPLE/20150830/us-east-1", "AKIDEXAMPLE/20150830/us-west-2")),
                    "MISMATCH", "does not match"),
    "method-altered": (lambda: changed(method="PUT"), "MISMATCH", "does not match"),
    "path-altered": (lambda: changed(target="/a/c?Name=value"), "MISMATCH", "does not match"),
    "path-encoded-dots": (lambda: changed(target="/x/%2e%2e/a/b?Name=value"), "MISMATCH", "does not match"),
    "query-altered": (lambda: changed(target="/a/b?Name=other"), "MISMATCH", "does not match"),
    "query-added": (lambda: changed(target="/a/b?Name=value&Name=value"), "MISMATCH", "does not match"),
    "query-removed": (lambda: changed(target="/a/b"), "MISMATCH", "does not match"),
    "query-malformed": (lambda: changed(target="/a/b?Name=%zz"), "INCOMPLETE", "not well-formed"),
    "body-altered": (lambda: changed(body="{\"a\":2}"), "MISMATCH", "does not match"),
    "body-removed": (lambda: changed(body=""), "MISMATCH", "does not match"),
    "content-sha256-wrong": (lambda: signed(Request(BASE).add("X-Amz-Content-Sha256", hashlib.sha256(b"").hexdigest())),
                             "MISMATCH", "x-amz-content-sha256"),
    "content-sha256-unsigned-payload": (lambda: signed(Request(BASE).add("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")),
                                        "MISMATCH", "x-amz-content-sha256"),
    "header-and-query": (lambda: (lambda r: r.add("Authorization", base().get("Authorization")))
                         (with_presigned(lambda t: t)), "INCOMPLETE", "Only one auth mechanism"),
    "header-and-query-one": (lambda: changed(target="/a/b?X-Amz-Signature=0"), "INCOMPLETE", "Only one auth"),
    "presigned-expired": (lambda: with_presigned(lambda t: t), "EXPIRED",
                          "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z "
                          "(20150830T123701Z - 60 s.)", "20150830T123701Z"),
    "presigned-altered": (lambda: with_presigned(sub("GetCallerIdentity", "GetSessionToken")), "MISMATCH", "match"),
    "presigned-expires-altered": (lambda: with_presigned(sub("Expires=60", "Expires=61")), "MISMATCH", "match"),
    "presigned-expires-zero": (lambda: with_presigned(sub("Expires=60", "Expires=0")), "INCOMPLETE", "X-Amz-Expires"),
    "presigned-expires-week": (lambda: with_presigned(lambda t: t, 604801), "INCOMPLETE", "X-Amz-Expires"),
    "presigned-expires-text": (lambda: with_presigned(sub("Expires=60", "Expires=6e1")), "INCOMPLETE", "Expires"),
    "presigned-parameter-twice": (lambda: with_presigned(lambda t: t + "&X-Amz-Date=20150830T123600Z"), "INCOMPLETE",
                                  "'X-Amz-Date' must be sent only once"),
    "presigned-no-algorithm": (lambda: with_presigned(sub("X-Amz-Algorithm=AWS4-HMAC-SHA256&", "")), "INCOMPLETE",
                               "AWS query-string parameters must include 'X-Amz-Algorithm'. Re-examine"),
    "presigned-no-signature": (lambda: with_presigned(lambda t: t[: t.index("&X-Amz-Signature")]), "INCOMPLETE",
                               "must include 'X-Amz-Signature'"),
    "presigned-token-added": (lambda: with_presigned(lambda t: t + "&X-Amz-Security-Token=x"), "MISMATCH", "match"),
    "presigned-token-in-header": (lambda: with_presigned(lambda t: t).add("X-Amz-Security-Token", TOKEN), "INCOMPLETE",
                                  "belong in the query"),
    "presigned-name-case": (lambda: with_presigned(sub("X-Amz-Algorithm", "x-amz-algorithm")), "INCOMPLETE",
                            "'X-Amz-Algorithm'"),
}

PRESIGNED = {
    "presign-get": lambda: presigned(VANILLA, 60),
    "presign-token": lambda: presigned(VANILLA, 604800, TOKEN),
    "presign-header": lambda: presigned(VANILLA.replace("\n\n", "\nx-k8s-aws-id:cluster  one\n\n"), 900),
}


def wanted():
    for name in sorted(os.listdir(HERE)):
        path = os.path.join(HERE, name, "request.txt")
        if name.startswith("presign-") or not os.path.exists(path):
            continue
        context = ["us-east-1", "service"]
        if os.path.exists(os.path.join(HERE, name, "context.txt")):
            context = open(os.path.join(HERE, name, "context.txt")).read().split()
        request = Request(open(path, encoding="utf-8", newline="").read())
        for file, text in stages(request, context[0], context[1], "s3" in context[2:])[0].items():
            yield os.path.join(name, file), text
    for name, make in PRESIGNED.items():
        for file, text in make().items():
            yield os.path.join(name, file), text
    for name, (make, error, part, *rest) in REFUSED.items():
        head = "error: %s\ntext: %s\nnow: %s\nservice: %s\n\n" % (
            error, part, rest[0] if rest else TIMESTAMP, rest[1] if len(rest) > 1 else "service")
        yield os.path.join("refused", name + ".txt"), head + make().text()


def main():
    check, bad, n = "--check" in sys.argv[1:], 0, 0
    for path, text in wanted():
        path, n = os.path.join(HERE, path), n + 1
        was = open(path, encoding="utf-8", newline="").read() if os.path.exists(path) else None
        if was == text:
            continue
        if check:
            print("# differs: " + path)
            bad += 1
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as out:
            out.write(text)
    print("1..1\n%sok 1 - %d files are what the other implementation makes" % ("not " if bad else "", n))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
