"""Orders of supervision (督办): given and closed by a supervisor, answered by the body."""

from services_hall.audit.record import record_action
from services_hall.clock import utc_now
from services_hall.database import transaction
from services_hall.identity import Actor
from services_hall.supervision import orders
from services_hall.supervision.orders import OrderWords


def give_order(actor: Actor, words: OrderWords) -> int:
    """Gives an order to a body; returns its number. Raises ActionInvalid."""
    with transaction() as session:
        order = orders.give_order(session, words, actor=actor, now=utc_now())
        details = {"agency": order.agency_code, "due": order.answer_due_on.isoformat()}
        record_action(
            session, actor=actor.public_id, action="order.give", subject=str(order.id), details=details
        )
        return order.id


def answer_order(actor: Actor, order_id: int, answer: str) -> None:
    """Answers an order to one of the actor's bodies. Raises OrderNotFound, OrderNotOpen, ActionInvalid."""
    with transaction() as session:
        order = orders.lock_order(session, order_id, answering=actor)
        orders.answer_order(order, answer, actor=actor, now=utc_now())
        record_action(session, actor=actor.public_id, action="order.answer", subject=str(order.id))


def close_order(actor: Actor, order_id: int) -> None:
    """Closes an answered order. Raises OrderNotFound, OrderNotOpen."""
    with transaction() as session:
        order = orders.lock_order(session, order_id)
        orders.close_order(order, actor=actor, now=utc_now())
        record_action(session, actor=actor.public_id, action="order.close", subject=str(order.id))
