"""Just enough of a browser for pages that work without script: cookies, redirects, forms."""
import html.parser
import http.client
import urllib.parse


class Forms(html.parser.HTMLParser):
    """The POST forms of a page: action, fields, and buttons by their value."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        if tag == "form":
            self.found.append({"method": a.get("method", "get").lower(), "action": a.get("action", ""), "fields": {},
                               "buttons": {}})
        elif tag == "input" and a.get("name") and self.found:
            self.found[-1]["fields"][a["name"]] = a.get("value") or ""
        elif tag == "button" and a.get("value") and self.found:
            self.found[-1]["buttons"][a["value"]] = a["name"]


class Browser:
    def __init__(self, port):
        self.port, self.cookies, self.path = port, {}, "/"

    def send(self, method, path, body=None):
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"http://127.0.0.1:{self.port}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        self.status, self.text = answer.status, answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        connection.close()
        return answer.getheader("Location")

    def open(self, path, body=None):
        """Goes there and follows redirects."""
        to = self.send("POST" if body is not None else "GET", path, body)
        self.path = path
        while 300 <= self.status < 400:
            self.path = urllib.parse.urlsplit(to)._replace(scheme="", netloc="").geturl()
            to = self.send("GET", self.path)

    def form(self):
        forms = [f for f in Forms(self.text).found if f["method"] == "post" and "signout" not in f["action"]]
        if not forms:
            raise RuntimeError(f"no form at {self.path} ({self.status})")
        return forms[0]

    def form_body(self, button=None, **values):
        form = self.form()
        fields = {**form["fields"], **values}
        if button:
            fields[form["buttons"][button]] = button
        return form["action"] or self.path, urllib.parse.urlencode(fields)

    def submit(self, button=None, **values):
        path, body = self.form_body(button, **values)
        self.open(urllib.parse.urljoin(self.path, path), body)

    def set_password(self, link, password):
        self.open(link)
        self.submit(new_password=password, confirm_password=password)

    def sign_in(self, user, password):
        self.submit(user_name=user)
        self.submit(password=password)

    def approve_device(self, path, user, password):
        self.open(path)
        if "user_name" in self.form()["fields"]:
            self.sign_in(user, password)
        if "allow" not in self.form()["buttons"]:
            self.submit()
        self.submit("allow")
