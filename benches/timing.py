"""The time of a command, for the benchmarks beside it."""
import resource, subprocess, sys, time


def timed(command):
    """The wall and CPU seconds of a command, and its output."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True)
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):  # 1: bf-docs found broken links
        sys.exit(done.stderr or done.stdout)
    return (wall, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime), done.stderr
