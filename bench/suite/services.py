"""The services of a deployment as processes on the loopback address, and programs of the benchmark beside them."""

import json
import pathlib
import socket
import subprocess
import sys
import tempfile
import time

SUITE = pathlib.Path(__file__).resolve().parent
HOME = SUITE.parents[1]
CLASSES = HOME / "target" / "bench"
PATIENCE = 90


def build():
    """Builds the product where it is stale, then the benchmark's programs."""
    if subprocess.run([HOME / "steadfast", "--version"], stdout=subprocess.DEVNULL, check=False).returncode != 0:
        sys.exit("steadfast does not build")
    CLASSES.mkdir(parents=True, exist_ok=True)
    compiled = subprocess.run(["javac", "-proc:none", "-nowarn", "-cp", class_path(), "-d", CLASSES, *SUITE.glob("*.java")], capture_output=True, text=True, check=False)
    if compiled.returncode != 0:
        sys.exit(f"the benchmark does not compile:\n{compiled.stdout}{compiled.stderr}")


def class_path():
    built = HOME / "standalone" / "target"
    return f"{CLASSES}:{built / 'classes'}:{(built / 'class-path').read_text().strip()}"


def java(program, *arguments):
    """The command that runs a program of the benchmark."""
    options = ["-XX:+UseSerialGC", "-Xmx1g", "-Dai.djl.pytorch.num_interop_threads=1", f"-Dsteadfast.home={HOME}", "-Dsteadfast.log.level=WARN"]
    return ["java", *options, "-cp", class_path(), program, *map(str, arguments)]


def lines(command, environment):
    """The lines of JSON that a program prints, by what each is of; what else it says is shown if it fails."""
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode != 0:
        said = " ".join(word for word in map(str, command) if len(word) < 200)  # without the class path
        sys.exit(f"{said} ended with status {done.returncode}:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    found = (json.loads(line) for line in done.stdout.splitlines() if line.startswith("{"))
    return {line["what"]: line for line in found}


def free_port():
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return any_port.getsockname()[1]


class Deployment:
    """Broker, registry, topology and as many workers as are asked for. A context: at its end all are told to stop, and waited for."""

    def __init__(self, environment, bundle):
        kafka, registry = free_port(), free_port()
        self.environment = {
            **environment,
            "STEADFAST_KAFKA_BOOTSTRAP_SERVERS": f"127.0.0.1:{kafka}",
            "STEADFAST_KAFKA_SCHEMA_REGISTRY_URL": f"http://127.0.0.1:{registry}/apis/ccompat/v7",
            "STEADFAST_MODEL_BUNDLE": str(bundle),
            "STEADFAST_STREAMS_MANAGEMENT_PORT": "0",
            "STEADFAST_WORKER_MANAGEMENT_PORT": "0",
        }
        self.ports = ("--kafka-port", str(kafka), "--registry-port", str(registry))
        self.folder = tempfile.TemporaryDirectory(prefix="steadfast-bench-")
        self.processes = []

    def __enter__(self):
        try:
            self.start("Ctrl-C", "broker", *self.ports)
            subprocess.run([HOME / "steadfast", "topics", "apply"], env=self.environment, stdout=subprocess.DEVNULL, check=True)
            self.start("Topology ready", "streams")
        except BaseException:
            self.__exit__()
            raise
        return self

    def start(self, ready, *command):
        log = pathlib.Path(self.folder.name) / f"{command[0]}-{len(self.processes)}.log"
        with log.open("w") as out:
            self.processes.append(subprocess.Popen([HOME / "steadfast", *command], env=self.environment, stdout=out, stderr=subprocess.STDOUT))
        end = time.monotonic() + PATIENCE
        while ready not in log.read_text():
            if time.monotonic() > end or self.processes[-1].poll() is not None:
                sys.exit(f"'{command[0]}' did not say '{ready}':\n{log.read_text()[-3000:]}")
            time.sleep(0.1)

    def worker(self):
        self.start("Worker ready", "worker")

    def load(self):
        """A program that publishes and reads, and takes orders."""
        return Load(self.environment)

    def __exit__(self, *_):
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.folder.cleanup()


class Load:
    """Stream.java. A context."""

    def __init__(self, environment):
        self.errors = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(java("Stream"), env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, text=True)

    def __enter__(self):
        return self

    def order(self, *words):
        try:
            self.process.stdin.write(" ".join(map(str, words)) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass # it has said why
        while line := self.process.stdout.readline():
            if line.startswith("{"):
                return json.loads(line)
        self.process.wait()
        self.errors.seek(0)
        sys.exit(f"the load ended:\n{self.errors.read()[-4000:]}")

    def __exit__(self, *_):
        self.process.stdin.close()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
