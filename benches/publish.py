#!/usr/bin/env python3
"""publish.py BF_DOCS TREE [SMALLER_TREE]: `bf-docs publish` beside other tools, on one S3 server, in one run.

A TREE is a folder of Markdown. Each tool gets a bucket of its own in each turn: first publish, nothing to do, one
sentence more on one page. s5cmd and aws compare file times, so unchanged files get their old time back; their uploads
after a build with new times for all files are counted as "anew". Times are measured without a proxy. Requests and bytes
of bodies are counted in a separate pass through a proxy, and for bf-docs once more with ETags that are not MD5s. A
SMALLER_TREE is published only by bf-docs, to compare the memory.

Needs moto's server: `moto_server` on the PATH, or named by `MOTO`. Compares with those of s5cmd, aws and rclone that
are on the PATH, or named by `S5CMD`, `AWS` and `RCLONE`; `AWS=` leaves one out. `TURNS` is the number of turns, 3 by
default. The sites are built in `TMPDIR`, by default in memory if there is room.

Prints seconds (least and median), the tool's CPU seconds (least), its peak memory (most; at least the 10 MB of the
process that starts it), objects that differ from the site after the step (wrong), and objects that the site no longer
has (left; bf-docs keeps those that an earlier release needs)."""
import hashlib, http.client, http.server, os, pathlib, re, shutil, socket, statistics, subprocess, sys, tempfile
import threading, time, urllib.parse
import xml.etree.ElementTree as xml
from collections import Counter

SENTENCE = "\n\nOne more sentence tells how long it takes until a reader sees a change.\n"
STEPS = ("first", "nothing", "changed", "anew", "roll back")
TURNS = int(os.environ.get("TURNS", "3"))
# The other tools leave out bf-docs' own folder of a site. rclone compares checksums: with times it requests each object.
COMMANDS = {
    "bf-docs": "publish {act} --site {site} --to s3://{bucket}/site/ --endpoint-url {server}",
    "s5cmd": "--endpoint-url {server} sync --delete --exclude */.bf-docs/* {site}/ s3://{bucket}/site/",
    "aws": "s3 sync {site} s3://{bucket}/site/ --delete --exclude .bf-docs/* --no-progress --endpoint-url {server}",
    "rclone": "sync {site} :s3:{bucket}/site --checksum --fast-list --exclude /.bf-docs/** --s3-endpoint {server}",
}
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "RCLONE_"))},
    "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "eu-north-1",
    "AWS_DEFAULT_REGION": "eu-north-1", "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull, "RCLONE_CONFIG": os.devnull,
    "RCLONE_S3_PROVIDER": "Other", "RCLONE_S3_ENV_AUTH": "true", "RCLONE_S3_NO_CHECK_BUCKET": "true",
}
# A process counts the memory of its parent as its own, so a small parent starts and measures it.
LAUNCH = """import os, sys, time
start = time.monotonic()
pid = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(pid, 0)
with open(sys.argv[1], "w") as report:
    print(time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, file=report)
sys.exit(os.waitstatus_to_exitcode(status) != 0)"""


class Proxy(http.server.BaseHTTPRequestHandler):
    """Forwards requests to `upstream` and counts them. Bodies are kept whole in memory: a site's files are small."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    upstream, opaque, methods, sent = "", False, Counter(), 0
    lock = threading.Lock()

    def log_message(self, *_):
        pass

    def forward(self):
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        with self.lock:
            Proxy.methods[self.command] += 1
            Proxy.sent += len(body)
        if not hasattr(self, "server_side"):
            self.server_side = http.client.HTTPConnection(self.upstream)
        self.server_side.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in ("connection", "content-length", "expect"):
                self.server_side.putheader(name, self.turned(value) if "match" in name.lower() else value)
        self.server_side.putheader("Content-Length", str(len(body)))
        self.server_side.endheaders(body)
        self.answer(self.server_side.getresponse())

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = forward

    def answer(self, response):
        body = response.read()
        self.send_response_only(response.status, response.reason)
        for name, value in response.getheaders():
            if name.lower() not in ("connection", "content-length", "transfer-encoding"):
                self.send_header(name, self.turned(value) if name.lower() == "etag" else value)
        length = response.getheader("Content-Length", "0") if self.command == "HEAD" else str(len(body))
        self.send_header("Content-Length", length)
        self.end_headers()
        self.wfile.write(re.sub(rb"<ETag>.*?</ETag>", lambda tag: self.turned(tag[0].decode()).encode(), body))

    def turned(self, text):
        """Reverses ETags in both directions, so that they are not MD5s, like those of encrypted objects."""
        return re.sub("[0-9a-f]{32}", lambda tag: tag[0][::-1], text) if self.opaque else text


def proxied(upstream, opaque):
    """The address of a proxy before the server, with new counts."""
    Proxy.upstream, Proxy.opaque = upstream, opaque
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"127.0.0.1:{server.server_port}"


def serve(moto):
    """Starts the server, and returns it with its address as soon as it listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [moto, "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server, f"127.0.0.1:{port}"
        time.sleep(0.1)
    sys.exit(f"{moto} does not listen")


def ask(server, method, path):
    connection = http.client.HTTPConnection(server)
    connection.request(method, path)
    response = connection.getresponse()
    answer = response.read()
    if response.status >= 300:
        sys.exit(f"{method} {path}: {response.status} {answer.decode()}")
    return answer


def tools(binary):
    """The available programs, by name."""
    found = {name: os.environ.get(name.upper(), shutil.which(name)) for name in COMMANDS}
    found["bf-docs"] = binary
    print("left out:", ", ".join(name for name, program in found.items() if not program) or "none")
    return {name: program for name, program in found.items() if program}


def changes(before, after):
    """The number of new or changed files, and of deleted ones."""
    return len(after.items() - before.items()), len(before.keys() - after.keys())


class Site:
    """A copy of a tree, built. `folder` is the site to publish, as built or with one sentence more."""

    def __init__(self, binary, tree, work):
        self.binary, self.work, self.tree, self.folder = binary, work, work / "tree", work / "site"
        shutil.copytree(tree, self.tree)  # makes `work` too
        pages = sorted(path for path in self.tree.rglob("*.md") if ".git" not in path.parts)
        self.page, self.count = pages[len(pages) // 2], len(pages)
        self.text = self.page.read_text()
        self.build()
        shutil.copytree(self.folder, work / "built")
        self.before = self.files()
        self.change()
        self.after = self.files()
        change = changes(self.before, self.after)
        counts = (len(self.before), 0), (0, 0), change, (0, 0), changes(self.after, self.before)
        self.objects = dict(zip(STEPS, counts))

    def build(self):
        command = [self.binary, "build", str(self.tree), "--out", str(self.folder)]
        done = subprocess.run(command, cwd=self.work, capture_output=True, text=True)
        if done.returncode not in (0, 1):  # 1: it found broken links
            sys.exit(done.stderr)

    def change(self):
        """Builds with the sentence. Unchanged files keep their time."""
        self.page.write_text(self.text + SENTENCE)
        self.build()
        self.page.write_text(self.text)
        for path, md5 in self.files().items():
            if self.before.get(path) == md5:
                shutil.copystat(self.work / "built" / path, self.folder / path)

    def renew(self):
        """All files get a new time, as from a build."""
        for path in self.files():
            os.utime(self.folder / path)

    def files(self):
        """The MD5 of each file, by its path."""
        paths = (path for path in self.folder.rglob("*") if path.is_file())
        named = {path.relative_to(self.folder).as_posix(): hashlib.md5(path.read_bytes()).hexdigest() for path in paths}
        return {path: md5 for path, md5 in named.items() if not path.startswith(".bf-docs/")}


def run(command, work):
    """Seconds, CPU seconds and peak memory of a command."""
    report = work / "report"
    launcher = [sys.executable, "-I", "-S", "-c", LAUNCH, str(report), *command]
    done = subprocess.run(launcher, cwd=work, env=ENVIRONMENT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return [float(figure) for figure in report.read_text().split()]


def published(server, bucket):
    """The MD5 of each object, by its path, from the ETags of the server."""
    objects, more = {}, ""
    while more is not None:
        after = more and "&continuation-token=" + urllib.parse.quote(more, safe="")
        listed = xml.fromstring(ask(server, "GET", f"/{bucket}?list-type=2&prefix=site/{after}"))
        for item in listed.iterfind("{*}Contents"):
            objects[item.findtext("{*}Key").removeprefix("site/")] = item.findtext("{*}ETag").strip('"')
        more = listed.findtext("{*}NextContinuationToken")
    return {path: tag for path, tag in objects.items() if not path.startswith(".bf-docs/")}


def publish(site, name, program, bucket, server, through=None):
    """All steps of a tool, into a new bucket: for each step the measurements of `run`, the counts and the differences."""
    ask(server, "PUT", f"/{bucket}")
    shutil.rmtree(site.folder)
    shutil.copytree(site.work / "built", site.folder)
    results = {}
    for step in STEPS:
        if step == "roll back" and name != "bf-docs" or step == "anew" and not through:
            continue
        {"changed": site.change, "anew": site.renew}.get(step, lambda: None)()
        Proxy.methods, Proxy.sent = Counter(), 0
        values = {"site": site.folder, "bucket": bucket, "server": f"http://{through or server}"}
        values["act"] = "rollback" if step == "roll back" else ""
        command = [part.format(**values) for part in COMMANDS[name].split()]
        figures = run([program, *filter(None, command)], site.work)
        files = site.after if step in ("changed", "anew") else site.before
        results[step] = (*figures, Proxy.methods, Proxy.sent, *changes(published(server, bucket), files))
    return results


def row(turns, counted, objects):
    methods, sent = counted[3:5]
    times = f"{'-':>8}" * 3
    if turns:
        wall, cpu, *_ = zip(*turns)
        times = f"{min(wall):8.2f}{statistics.median(wall):8.2f}{min(cpu):8.2f}"
    memory, wrong, left = (max(turn[at] for turn in [*turns, counted]) for at in (2, 5, 6))
    counts = f"{objects[0]:8} {objects[1]:5} {methods.total():8} {sent / 1024:9.1f} {memory / 2**20:6.1f}"
    by_method = " ".join(f"{method} {count}" for method, count in sorted(methods.items()))
    return f"{times} {counts} {wrong:5} {left:5}  {by_method}"


def table(title, site, times, counts):
    print(f"\n{title}: {site.count} pages, {len(site.before)} files; {TURNS} turns")
    print("tool     step         least  median     cpu   to send  gone requests   sent KB     MB wrong  left")
    for step in STEPS:
        for name, counted in counts.items():
            if step in counted:
                turns = [turn[step] for turn in times[name] if step in turn]
                print(f"{name:8} {step:9}", row(turns, counted[step], site.objects[step]), flush=True)


def measure(title, site, programs, server):
    """Runs the tools turn by turn, each turn with another tool first; then counts."""
    times, names = {name: [] for name in programs}, list(programs)
    for turn in range(TURNS):
        first = turn % len(names)
        for name in names[first:] + names[:first]:
            times[name].append(publish(site, name, programs[name], f"{title}-{turn}-{name}", server))
    through = proxied(server, False)
    counts = {name: publish(site, name, programs[name], f"{title}-count-{name}", server, through) for name in names}
    table(title, site, times, counts)
    return times, counts


def aims(site, times, counts, opaque):
    first = {name: min(turn["first"][0] for turn in turns) for name, turns in times.items()}
    if "s5cmd" in first:
        print(f"\nfirst publish: bf-docs / s5cmd {first['bf-docs'] / first['s5cmd']:.2f} (aim: at most 1)")
    requests, nothing = counts["bf-docs"]["nothing"][3].total(), min(turn["nothing"][0] for turn in times["bf-docs"])
    print(f"nothing to do: {requests} requests (at most 3), {nothing:.2f} s (under 0.3 s)")
    objects, gone = site.objects["changed"]
    for name, counted in (("one page changed", counts["bf-docs"]), ("with ETags that are no MD5s", opaque)):
        *_, methods, sent, wrong, _ = counted["changed"]
        more = f"{methods.total() - objects} requests more than the {objects} objects (at most 8; {gone} more are gone)"
        print(f"{name}: {more}, {sent / 1024:.1f} KB (under 300), {wrong} wrong")


def main(binary, *trees):
    programs = tools(str(pathlib.Path(binary).resolve()))
    bf_docs = programs["bf-docs"]
    server, address = serve(os.environ.get("MOTO") or "moto_server")
    try:
        with tempfile.TemporaryDirectory(prefix="bf-docs-publish-", dir=memory()) as folder:
            site = Site(bf_docs, trees[0], pathlib.Path(folder) / "site")
            times, counts = measure("site", site, programs, address)
            through = proxied(address, True)
            aims(site, times, counts, publish(site, "bf-docs", bf_docs, "opaque", address, through))
            for tree in trees[1:]:
                smaller = Site(bf_docs, tree, pathlib.Path(folder) / "smaller")
                measure("smaller", smaller, {"bf-docs": bf_docs}, address)
    finally:
        server.terminate()
        server.wait()


def memory():
    """A folder in memory with 4 GB to spare; `None` if there is none or `TMPDIR` is set."""
    free = shutil.disk_usage("/dev/shm").free if os.path.isdir("/dev/shm") else 0
    return "/dev/shm" if "TMPDIR" not in os.environ and free > 4 * 2**30 else None


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(*sys.argv[1:])
