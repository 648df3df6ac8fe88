"""Entry point of `python -m services_hall`, the same as the command `services-hall`."""

from services_hall.cli import main

if __name__ == "__main__":
    main()
