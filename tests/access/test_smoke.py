import pytest
from tests.access.addresses import addresses, filled
from portal.access_concept import AREAS
from fnmatch import fnmatchcase
pytestmark = pytest.mark.django_db
def test_world(everything):
    names={r.url for a in AREAS for r in a.rows}
    closed=[c.pattern for a in AREAS for c in a.closed]
    L=addresses()
    for a in L:
        n=(a.name in names)+any(fnmatchcase(a.name,c) for c in closed)
        if n!=1: print("UNLISTED" if n==0 else "TWICE", a.name, a.route)
        try: filled(a, everything.params(''))
        except Exception as e: print("NOFILL", a.name, a.parts, str(e)[:150])
    print("GONE", names-{a.name for a in L})
    print(everything.places)
