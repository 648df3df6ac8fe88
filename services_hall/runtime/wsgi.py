"""WSGI entry point of the HTTP server; the process ends with its parent."""

import signal

from services_hall.app import create_app
from services_hall.runtime import logs
from services_hall.runtime.child_processes import end_with_parent, parent_process
from services_hall.settings import Settings

settings = Settings.read()
logs.configure(settings)
end_with_parent(signal.SIGKILL, parent_process())
app = create_app(settings)
