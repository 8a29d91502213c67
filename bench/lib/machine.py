"""The machine, and programs on it: processors, built programs, their JSON answers, their CPU time and memory."""
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.join(ROOT, os.environ.get("BUILD", "build"))
TICKS = os.sysconf("SC_CLK_TCK")
CPUS = sorted(os.sched_getaffinity(0))
# What is measured runs on the first processor, what measures it on another one, where there is one.
SERVER_CPU, CLIENT_CPU = {CPUS[0]}, {CPUS[-1]}


class CannotRun(Exception):
    """A row that cannot be measured here, and why."""


def program(path):
    return os.path.join(BUILD, "bench", path)


def build(targets):
    done = subprocess.run(["ninja", "-C", BUILD, *targets], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        sys.exit(f"bench/run: the build failed\n{done.stdout[-4000:]}")


def pin(cpus):
    """For preexec_fn: the child runs on these processors."""
    return (lambda: os.sched_setaffinity(0, cpus)) if cpus else None


def run_json(command, cpus=None, timeout=60, may_fail=False):
    """Runs a bench program that prints one JSON object."""
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, timeout=timeout, preexec_fn=pin(cpus))
    if done.returncode and not may_fail:
        raise RuntimeError(f"{os.path.basename(command[0])} failed: {done.stderr.strip() or done.stdout.strip()}")
    return json.loads(done.stdout)


def stat(path):
    """Name, and seconds of CPU time, of a process or thread."""
    with open(path) as f:
        name, _, rest = f.read().partition("(")[2].rpartition(")")
    fields = rest.split()
    return name, (int(fields[11]) + int(fields[12])) / TICKS


def cpu_seconds(pid):
    return stat(f"/proc/{pid}/stat")[1]


def event_seconds(pid):
    """CPU time of the event loops alone: ours, and those of the bare library."""
    threads = (stat(f"/proc/{pid}/task/{t}/stat") for t in os.listdir(f"/proc/{pid}/task"))
    return sum(seconds for name, seconds in threads if name.startswith(("http", "MHD")))


def wait_until_idle(pid, at_most_s=5):
    """Requests under way when a client leaves go on; what is measured next must not pay for them."""
    end = time.monotonic() + at_most_s
    before = -1
    while time.monotonic() < end and cpu_seconds(pid) != before:
        before = cpu_seconds(pid)
        time.sleep(0.15)


def resident_mib(pid):
    with open(f"/proc/{pid}/status") as f:
        return int(re.search(r"^VmRSS:\s+(\d+) kB", f.read(), re.M).group(1)) / 1024


def argon2_parameters(phc):
    """Memory in KiB, passes and lanes of a hash in PHC format."""
    return re.search(r"\$m=(\d+),t=(\d+),p=(\d+)\$", phc).groups()


class Folder:
    """A data directory that is gone at the end. On the disk of the build, since what is durable is measured."""

    def __enter__(self):
        self.path = tempfile.mkdtemp(prefix="bench-", dir=BUILD)
        return self.path

    def __exit__(self, *exc):
        shutil.rmtree(self.path, ignore_errors=True)


class BareHttp:
    """A ceiling of bench/ceiling that speaks HTTP: prints its port, ends with its stdin."""

    def __init__(self, name, body_bytes, cpus=None):
        threads = str(os.cpu_count())  # as many as the server starts
        self.child = subprocess.Popen([program(f"ceiling/{name}"), threads, str(body_bytes)], stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE, text=True, preexec_fn=pin(cpus))
        self.port = int(self.child.stdout.readline())

    @property
    def pid(self):
        return self.child.pid

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.child.stdin.close()
        self.child.wait(timeout=10)


class Load:
    """A request to be sent again and again: options of bench/load."""

    def __init__(self, options, connections, cpus=None):
        self.options, self.connections, self.cpus = options, connections, cpus

    def run(self, server, seconds=1, warmup=0, more=()):
        """Answers what load prints, and the CPU microseconds a request of the server and of its event threads."""
        before, events_before = cpu_seconds(server.pid), event_seconds(server.pid)
        result = run_json([program("load/load"), "--port", server.port, "--connections", self.connections, "--seconds",
                           seconds, "--warmup", warmup, *self.options, *more], self.cpus)
        wait_until_idle(server.pid)
        for key, spent in (("cpu_us", cpu_seconds(server.pid) - before),
                           ("event_us", event_seconds(server.pid) - events_before)):
            result[key] = spent * 1e6 / max(1, result["requests"])
        return result


def medians(results, keys):
    return {k: statistics.median(r[k] for r in results) for k in keys}


def commits(database):
    """Transactions that wrote to this SQLite database since its WAL was made: iChange of the WAL index's header."""
    with open(f"{database}-shm", "rb") as f:
        return int.from_bytes(f.read(12)[8:], "little")
