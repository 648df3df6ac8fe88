"""The command `users webhook`: where an agency's system is told of changes in its cases."""

import click

from services_hall.cli.console import CommandRefused, console, hall
from services_hall.cli.language import say
from services_hall.cli.refusals import account_refusals
from services_hall.identity.errors import ClientNotFound
from services_hall.use_cases import administer_systems


@click.command("webhook")
@click.argument("client_id")
@click.argument("url", required=False)
@click.option("--remove", is_flag=True, help="Tell the system nothing any more.")
def webhook(client_id: str, url: str | None, remove: bool) -> None:
    """Tell the system CLIENT_ID at URL of each change in its cases; the secret is shown once."""
    if remove == (url is not None):
        raise CommandRefused(say("write either an address or --remove"))
    try:
        with account_refusals(), hall():
            if url is None:
                administer_systems.remove_webhook(None, client_id)
                console.print(say("{client_id} is told nothing any more", client_id=client_id))
                return
            made = administer_systems.keep_webhook(None, client_id, url)
    except ClientNotFound:
        raise CommandRefused(say("there is no system {client_id}", client_id=client_id)) from None
    text = "{client_id}: secret of the signatures, shown only now: {secret}"
    console.print(say(text, client_id=client_id, secret=made.value), soft_wrap=True)
