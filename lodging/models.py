"""The models of all areas, where Django looks for them."""

from lodging.hotels.models import Hotel, HotelKey
from lodging.stays.models import Batch, Outage, Receipt, Stay, ZeroReport

__all__ = ["Batch", "Hotel", "HotelKey", "Outage", "Receipt", "Stay", "ZeroReport"]
