"""What holds for all tests."""

from hypothesis import HealthCheck, settings

# How long an example takes says more about what else the machine does than about the code; the bench measures.
settings.register_profile(
    "festival", parent=settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("festival")
