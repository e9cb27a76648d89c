"""What each sample of TANGGAP_SHARED_DATA/messages must read as, or why it must be refused.

Written from the standards before the parsers: ETSI TS 103 625 (AML), Google's ELS field tables for version 2 and HTTPS,
RFC 4119, 5139, 5491 (PIDF-LO), 7459 (confidence). A value that is not named here must be empty.
"""

from datetime import UTC, datetime
from typing import Any

WGS84_M = 24.0


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


# One for each line of aml/sms.txt.
AML_SMS: list[dict[str, Any]] = [
    # ml counts all of the message, itself too: 126 is right.
    {
        "lat": 48.82639,
        "lon": -2.36619,
        "radius_m": 52.0,
        "confidence": 68,
        "at": utc(2019, 11, 12, 11, 29, 28),
        "method": "gnss",
        "imei": "353472104343540",
        "raw_kind": "aml_sms_v1",
        "source": "aml_sms",
    },
    # Version 2: `lt` is seconds after `et` (1593187189), here before it; `lo` ends with the accuracy.
    {
        "lat": -37.42175,
        "lon": -122.08461,
        "radius_m": 2000.1,
        "confidence": 68,
        "altitude_m": -100.1,
        "at": datetime.fromtimestamp(1593187189 - 9999, UTC),
        "call_at": datetime.fromtimestamp(1593187189, UTC),
        "method": "gnss",
        "imei": "358239059042542",
        "raw_kind": "aml_sms_v2",
        "source": "aml_sms",
    },
    # A null fix: the phone found no position. Nothing is on the map; that it tried is known. ml says 129 of 127.
    {
        "confidence": 0,
        "at": utc(2019, 11, 12, 11, 29, 28),
        "method": "none",
        "imei": "353472104343540",
        "raw_kind": "aml_sms_v1",
        "source": "aml_sms",
        "notes": {"null_fix", "length_wrong"},
    },
]

# One for each line of aml/https.txt; `signed` is the HMAC with the samples' key.
HTTPS_KEY = "AML"
AML_HTTPS: list[dict[str, Any]] = [
    {
        "lat": 55.85732,
        "lon": -4.26325,
        "radius_m": 10.4,
        "confidence": 83,
        "altitude_m": 0.0,
        "at": utc(2016, 10, 11, 12, 37, 24, 435000),
        "method": "gnss",
        "number": "+447477593102",
        "imei": "354773072099116",
        "civic": {"FLR": "5"},
        "raw_kind": "aml_https",
        "source": "aml_https",
        "signed": False,
    },
    {
        "lat": 0.85732,
        "lon": -4.26325,
        "radius_m": 10.4,
        "confidence": 83,
        "at": utc(2020, 11, 9, 8, 55, 21),
        "method": "gnss",
        "number": "+33611223344",
        "raw_kind": "aml_https",
        "source": "aml_https",
        "signed": True,
    },
]

CIRCLE = {"lat": 48.123, "lon": 14.456, "radius_m": WGS84_M, "confidence": 95, "method": "gnss", "raw_kind": "circle"}

# A list is what the document says, first the one that goes first (RFC 5491, rule 8); a text is why it is refused.
PIDF_LO: dict[str, list[dict[str, Any]] | str] = {
    # Compound in one location-info (rules 4 to 7): one place, told twice.
    "civic-circle_location.xml": [
        CIRCLE
        | {"civic": {"country": "AT", "A1": "Wien", "A4": "Meidling", "RD": "Fockygasse", "HNO": "51A", "PC": "1120"}}
    ],
    "invalid-pidf-lo_invalid-full-1.xml": "position_missing",
    "invalid-pidf-lo_invalid-full-2.xml": "not_xml",
    # "0 0 xxxxxxx" is no position, and no other is in the document.
    "invalid-pidf-lo_invalid-part-1.xml": "position_unreadable",
    "invalid-pidf-lo_invalid-part-2.xml": "position_unreadable",
    # Two location-info: two places, the first goes first. An altitude in a 2-D reference system is read all the same.
    "multiple-locations_valid.xml": [
        {"lat": 12.345, "lon": 67.89, "altitude_m": 36.7, "method": "gnss", "raw_kind": "point"},
        CIRCLE,
    ],
    # A point says nothing of its uncertainty: no radius, no confidence.
    "rfc5491_point-example.xml": [
        {
            "lat": -34.407,
            "lon": 150.883,
            "at": utc(2007, 6, 22, 20, 57, 29),
            "method": "wiremap",
            "raw_kind": "point",
        }
    ],
    "simple-circle-with-altitude_valid-circle.xml": [CIRCLE | {"altitude_m": 20.7}],
    # `tuple` in the namespace of the data model: wrong, but seen in the field; its location is read.
    "simple-circle_invalid-tuple.xml": [CIRCLE],
    "simple-circle_valid-circle.xml": [CIRCLE],
    "simple-civic_valid-civic-address.xml": [
        {
            "civic": {
                "country": "AT",
                "A1": "Upper Austria",
                "A4": "Schärding",
                "FLR": "5",
                "NAM": "Hospital",
                "PC": "4780",
            },
            "method": "wifi",
            "raw_kind": "civic",
        }
    ],
    "simple-point_valid-point.xml": [
        {"lat": 12.345, "lon": 67.89, "altitude_m": 36.7, "method": "cell", "raw_kind": "point"}
    ],
    "wifi-location_location.xml": [
        {
            "lat": 48.197457,
            "lon": 14.482596,
            "radius_m": 270.0,
            "confidence": 85,
            "at": utc(2021, 1, 11, 7, 0, 10),
            "raw_kind": "circle",
        }
    ],
}
