"""The broker of the tests: a real one that stores messages until they are received."""

from kombu import Connection


def test_a_message_waits_for_its_reader(broker_url: str) -> None:
    with Connection(broker_url) as writing:
        writing.SimpleQueue("greetings").put("您好")
    with Connection(broker_url) as reading:
        message = reading.SimpleQueue("greetings").get(timeout=10)
        assert message.payload == "您好"
        message.ack()
