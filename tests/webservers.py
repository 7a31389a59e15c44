"""nginx and Apache from Debian, on a free port, with the rules that a publication brings.

Where one is not installed, a test says that it did not run; under continuous integration (the
environment variable ``CI``) it fails, so that nothing passes unchecked.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.tools import free_port, listens, miss

if TYPE_CHECKING:
    from collections.abc import Iterator

_START = 30.0
"""Seconds that a server has to start."""
_MODULES = Path("/usr/lib/apache2/modules")
_APACHE_MODULES = (
    *("mpm_event", "authz_core", "alias", "dir", "headers", "mime", "negotiation", "rewrite"),
    "setenvif",
)


@contextmanager
def nginx(publication: Path, work: Path, server: str = "") -> Iterator[str]:
    """The address of an nginx that serves a publication.

    :param server: what stands in its server block, if it is to do something else.
    """
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        miss("nginx", "sh scripts/webservers")
    port = free_port()
    own = f"root {publication};\ninclude {publication}/hosting/nginx-server.conf;"
    temporary = "\n".join(
        f"{kind}_temp_path {work}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = work / "nginx.conf"
    config.write_text(
        f"""daemon off;
worker_processes 1;
pid {work}/nginx.pid;
error_log stderr;
{"user root;" if os.geteuid() == 0 else ""}
events {{ worker_connections 64; }}
http {{
access_log off;
{temporary}
include {publication}/hosting/nginx-http.conf;
server {{ listen 127.0.0.1:{port};
{server or own}
}}
}}
""",
        "utf-8",
    )
    with _running([program, "-c", str(config), "-e", "stderr"], port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def apache(publication: Path, work: Path) -> Iterator[str]:
    """The address of an Apache that serves a publication."""
    program = shutil.which("apache2") or shutil.which("apache2", path="/usr/sbin")
    if program is None or not _MODULES.is_dir():
        miss("apache2", "sh scripts/webservers")
    port = free_port()
    modules = "\n".join(
        f"LoadModule {name}_module {_MODULES}/mod_{name}.so" for name in _APACHE_MODULES
    )
    config = work / "apache.conf"
    config.write_text(
        f"""ServerRoot {work}
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {work}/apache.pid
ErrorLog {work}/apache.log
{modules}
{"User www-data" if os.geteuid() == 0 else ""}
TypesConfig /dev/null
<VirtualHost 127.0.0.1:{port}>
Define LOD_ARCHIVE {publication}
Include {publication}/hosting/apache.conf
</VirtualHost>
""",
        "utf-8",
    )
    with _running([program, "-f", str(config), "-D", "FOREGROUND"], port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            end = time.monotonic() + _START
            while not listens(port):
                if process.poll() is not None or time.monotonic() > end:
                    process.kill()
                    raise AssertionError(process.communicate()[1])
                time.sleep(0.02)
            yield
        finally:
            process.terminate()
            process.communicate(timeout=_START)
