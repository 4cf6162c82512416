import pytest
pytestmark = pytest.mark.django_db
def test_world(everything):
    print(everything.places)
def test_world2(everything):
    print(everything.desk)
