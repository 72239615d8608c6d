"""What the settings promise."""

from goodword.config.settings import SQLITE


def test_i38_writers_queue_and_wait_for_the_disk() -> None:
    options = SQLITE["OPTIONS"]
    assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 20)
    assert "journal_mode=TRUNCATE" in options["init_command"]
    assert "synchronous=FULL" in options["init_command"]
