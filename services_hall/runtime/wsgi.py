"""What the HTTP server loads: the application, in a process that ends with the server."""

import signal

from services_hall.app import create_app
from services_hall.runtime import logs
from services_hall.runtime.child_processes import creator, end_with_parent
from services_hall.settings import Settings

settings = Settings.read()
logs.configure(settings)
end_with_parent(signal.SIGKILL, creator())
app = create_app(settings)
