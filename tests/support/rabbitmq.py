"""A RabbitMQ broker for the tests, with its own ports, folder and name server, all removed afterwards."""

import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from tests.support.processes import free_port, run_process

SERVER: Final = Path(
    "/usr/lib/rabbitmq/bin/rabbitmq-server"
)  # the program itself; the script around it changes the user
UNTIL_KILLED: Final = ("setpriv", "--pdeathsig=KILL")  # ends with the tests, however they end
START_SECONDS: Final = 90.0
LOOPBACK: Final = "127.0.0.1"
IDLE: Final = "+S 1:1 +sbwt none +sbwtdcpu none +sbwtdio none"
"""One scheduler for each kind of work, which sleeps when it has none instead of spinning."""


@contextmanager
def rabbitmq_server() -> Iterator[str]:
    """The URL of a broker that runs during the block."""
    if not SERVER.exists():
        raise FileNotFoundError("RabbitMQ is not installed: run `make setup`")
    folder = Path(tempfile.mkdtemp(prefix="hall-rabbit-"))
    names_port, port = free_port(), free_port()
    (folder / "rabbitmq.conf").write_text(f"listeners.tcp.1 = {LOOPBACK}:{port}\n", encoding="ascii")
    name_server = [*UNTIL_KILLED, "epmd", "-port", str(names_port), "-address", LOOPBACK]
    try:
        with (
            run_process(name_server, cwd=folder),
            run_process([*UNTIL_KILLED, SERVER], environment(folder, names_port), cwd=folder) as broker,
        ):
            broker.wait_until(lambda: speaks_amqp(port), START_SECONDS, "RabbitMQ to answer")
            yield f"amqp://guest:guest@{LOOPBACK}:{port}//"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def environment(folder: Path, names_port: int) -> dict[str, str]:
    """The variables that limit a broker to its folder, its ports and the loopback interface."""
    interface = LOOPBACK.replace(".", ",")
    return {
        "HOME": str(folder),
        "ERL_EPMD_PORT": str(names_port),
        "ERL_EPMD_ADDRESS": LOOPBACK,
        "RABBITMQ_NODENAME": f"hall-{names_port}@localhost",
        "RABBITMQ_DIST_PORT": str(free_port()),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": f"-kernel inet_dist_use_interface {{{interface}}} {IDLE}",
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
        "RABBITMQ_CONF_ENV_FILE": "/dev/null",
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
        "RABBITMQ_MNESIA_BASE": str(folder / "data"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_LOGS": "-",
        "RABBITMQ_GENERATED_CONFIG_DIR": str(folder / "config"),
        "RABBITMQ_PID_FILE": str(folder / "pid"),
    }


def speaks_amqp(port: int) -> bool:
    """Whether a broker responds to an unknown protocol version with its own."""
    try:
        with closing(socket.create_connection((LOOPBACK, port), timeout=2)) as connection:
            connection.sendall(b"AMQP\x00\x00\x00\x00")
            return connection.recv(4) == b"AMQP"
    except OSError:
        return False
