"""A Slurm of its own: one controller and two nodes of four processors, all on this machine."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "scontrol", "squeue", "sinfo")
NODES = ("node1", "node2")

# cred_expire: a job that is queued again waits for it. config_overrides: the nodes have the processors that are
# written here, whatever the machine has.
CONFIGURATION = """
ClusterName=test
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort={port}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={folder}/munge/socket,cred_expire=5
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool/%n
TmpFS={folder}/tmp/%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.%n.pid
SlurmctldLogFile={folder}/log/slurmctld.log
SlurmdLogFile={folder}/log/slurmd.%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=pmix
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SchedulerParameters=bf_interval=1,sched_interval=2,batch_sched_delay=0,sched_min_interval=0
SlurmdParameters=config_overrides
ReturnToService=1
KillWait=5
MinJobAge=3600
JobAcctGatherType=jobacct_gather/linux
JobAcctGatherFrequency=5
DefMemPerCPU=100
NodeName=node1 NodeHostname=localhost NodeAddr=127.0.0.1 Port={port1} CPUs=4 Sockets=1 CoresPerSocket=4 ThreadsPerCore=1 RealMemory=2000
NodeName=node2 NodeHostname=localhost NodeAddr=127.0.0.1 Port={port2} CPUs=4 Sockets=1 CoresPerSocket=4 ThreadsPerCore=1 RealMemory=2000
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""


def path() -> str:
    """Debian keeps the servers where a plain user does not look."""
    return os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])


def missing() -> list[str]:
    """The programs that are not installed."""
    return [name for name in PROGRAMS if shutil.which(name, path=path()) is None]


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on."""
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Cluster:
    """Runs while the context lasts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {**os.environ, "SLURM_CONF": str(folder / "slurm.conf"), "PATH": path()}

    def __enter__(self) -> Cluster:
        names = ["munge", "state", "log", *(f"{kind}/{node}" for kind in ("spool", "tmp") for node in NODES)]
        for name in names:
            (self.folder / name).mkdir(parents=True)
        self.folder.chmod(0o755)
        (self.folder / "munge").chmod(0o711)
        key = self.folder / "munge/key"
        key.write_bytes(secrets.token_bytes(1024))
        key.chmod(0o600)
        port, port1, port2 = free_ports(3)
        (self.folder / "slurm.conf").write_text(
            CONFIGURATION.format(folder=self.folder, user=pwd.getpwuid(os.geteuid()).pw_name, port=port, port1=port1,
                                 port2=port2), encoding="utf-8")
        (self.folder / "cgroup.conf").write_text("CgroupPlugin=cgroup/v1\n", encoding="utf-8")
        munge = self.folder / "munge"
        try:
            self.call("munged", f"--socket={munge}/socket", f"--key-file={key}", f"--pid-file={munge}/pid",
                      f"--log-file={munge}/log", f"--seed-file={munge}/seed")
            self.call("slurmctld", "-i", "-f", self.folder / "slurm.conf")
            for node in NODES:
                self.call("slurmd", "-N", node, "-f", self.folder / "slurm.conf")
            self.wait_until(lambda: self.call("sinfo", "-h", "-N", "-o", "%T").split() == ["idle"] * len(NODES), 60,
                            "the nodes to be idle")
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def call(self, *words: object) -> str:
        """The output of a Slurm program. Raises RuntimeError if it fails."""
        # Servers keep what they inherit open: they must not hold a pipe.
        output = self.folder / f"output.{words[0]}"
        with output.open("w", encoding="utf-8") as file:
            ended = subprocess.run([*map(str, words)], stdout=file, stderr=subprocess.STDOUT, env=self.environment,
                                   stdin=subprocess.DEVNULL, check=False, timeout=60)
        text = output.read_text(encoding="utf-8")
        if ended.returncode:
            raise RuntimeError(f"{' '.join(map(str, words))}: {text}{self.logs()}")
        return text

    def logs(self) -> str:
        """The last lines of the servers."""
        texts = []
        for log in sorted((self.folder / "log").glob("*.log")):
            lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
            texts.append(f"\n{log.name}:\n" + "\n".join(lines[-30:]))
        return "".join(texts)

    def wait_until(self, condition, seconds: float, what: str) -> None:  # noqa: ANN001
        """Raises RuntimeError where it does not come true."""
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                raise RuntimeError(f"waited {seconds:.0f} s for {what}{self.logs()}")
            time.sleep(0.2)

    def jobs(self) -> list[str]:
        """State of every job that has not ended."""
        return self.call("squeue", "--noheader", "--array", "--format=%T").split()

    def stop(self) -> None:
        """Ends the servers and what they have started."""
        for name in ("slurmd.node1.pid", "slurmd.node2.pid", "slurmctld.pid", "munge/pid"):
            try:
                pid = int((self.folder / name).read_text(encoding="utf-8"))
                os.kill(pid, signal.SIGTERM)
            except (FileNotFoundError, ProcessLookupError, ValueError):
                continue
            deadline = time.monotonic() + 10
            while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
                time.sleep(0.05)
