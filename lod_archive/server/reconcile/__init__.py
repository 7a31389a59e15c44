"""The Reconciliation API 0.2 at ``/reconcile``: others match their data to the archive.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from lod_archive.server.reconcile.addresses import SERVICE
from lod_archive.server.reconcile.app import Reconcile

__all__ = ["SERVICE", "Reconcile"]
