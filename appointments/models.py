"""The models of all areas, where Django looks for them."""

from appointments.catalogue.models import (
    DataSource,
    GuideText,
    LegalBasis,
    Material,
    Question,
    Requirement,
    Ruling,
    Service,
    ServiceBasis,
    ServiceFact,
    ServiceQuestion,
    Source,
    UrgencyGround,
)

__all__ = [
    "DataSource",
    "GuideText",
    "LegalBasis",
    "Material",
    "Question",
    "Requirement",
    "Ruling",
    "Service",
    "ServiceBasis",
    "ServiceFact",
    "ServiceQuestion",
    "Source",
    "UrgencyGround",
]
