"""Small messages of our own, that cover what the samples cover and the rest of the standards."""

import binascii
import hashlib
import hmac

V1 = 'A"ML=1;lt=-0.46425;lg=+100.39920;rd=20;top=20260301070510;lc=68;pm=W;si=510100000000000;ei=355458061005220;'
V2 = 'A"ML=2;en=112;et=1772348700;lo=-0.46425,100.39920,20.5;lt=-12;lc=68;lz=781.0,4.0;ls=G;ei=355458061005220;lg=id-ID'
FORM = (
    "v=1&emergency_number=112&time=1772348700000&device_number=%2B6281234567890&location_latitude=-0.46425"
    "&location_longitude=100.3992&location_time=1772348710500&location_accuracy=20.0&location_source=wifi"
    "&location_certainty=68&location_altitude=781&location_floor=2&device_imei=355458061005220"
)


def signed(form: str, key: str) -> bytes:
    mac = hmac.new(key.encode(), form.encode(), hashlib.sha1).hexdigest()
    return f"{form}&hmac={mac}".encode()


def packed(text: str) -> bytes:
    """3GPP TS 23.038: seven bits a character."""
    bits = sum(ord(character) << 7 * place for place, character in enumerate(text))
    return bits.to_bytes((7 * len(text) + 7) // 8, "little")


def packed_hex(text: str) -> str:
    return binascii.hexlify(packed(text)).decode()


GML = 'srsName="urn:ogc:def:crs:EPSG::4326"'
METRES, DEGREES = 'uom="urn:ogc:def:uom:EPSG::9001"', 'uom="urn:ogc:def:uom:EPSG::9102"'
HEAD = (
    '<presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10"'
    ' xmlns:gml="http://www.opengis.net/gml" xmlns:gs="http://www.opengis.net/pidflo/1.0"'
    ' xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model" xmlns:con="urn:ietf:params:xml:ns:geopriv:conf"'
    ' xmlns:ca="urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr" entity="pres:a@example.com">'
)

POINT = f"<gml:Point {GML}><gml:pos>-0.46425 100.3992</gml:pos></gml:Point>"
CIRCLE = f"<gs:Circle {GML}><gml:pos>-0.46425 100.3992</gml:pos><gs:radius {METRES}>30</gs:radius></gs:Circle>"
SPHERE = f"<gs:Sphere><gml:pos>-0.46425 100.3992 781.5</gml:pos><gs:radius {METRES}>40</gs:radius></gs:Sphere>"
ELLIPSE = (
    f"<gs:Ellipse {GML}><gml:pos>-0.46425 100.3992</gml:pos><gs:semiMajorAxis {METRES}>77.1</gs:semiMajorAxis>"
    f"<gs:semiMinorAxis {METRES}>45.2</gs:semiMinorAxis><gs:orientation {DEGREES}>43.2</gs:orientation></gs:Ellipse>"
)
ELLIPSOID = (
    "<gs:Ellipsoid><gml:pos>-0.46425 100.3992 781.5</gml:pos>"
    f"<gs:semiMajorAxis {METRES}>7.1</gs:semiMajorAxis><gs:semiMinorAxis {METRES}>3.2</gs:semiMinorAxis>"
    f"<gs:verticalAxis {METRES}>5</gs:verticalAxis><gs:orientation {DEGREES}>90</gs:orientation></gs:Ellipsoid>"
)
# A quarter of a ring to the north-east of its centre: 1 km inside, 2 km outside.
ARC_BAND = (
    f"<gs:ArcBand {GML}><gml:pos>0 100</gml:pos><gs:innerRadius {METRES}>1000</gs:innerRadius>"
    f"<gs:outerRadius {METRES}>2000</gs:outerRadius><gs:startAngle {DEGREES}>0</gs:startAngle>"
    f"<gs:openingAngle {DEGREES}>90</gs:openingAngle></gs:ArcBand>"
)
# A square of 0.02 degrees on the equator: its corners are hypot(1111.95, 1111.95) m from its centre.
SQUARE = (
    f"<gml:Polygon {GML}><gml:exterior><gml:LinearRing><gml:posList>0 100 0 100.02 0.02 100.02 0.02 100 0 100"
    "</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>"
)
PRISM = (
    '<gs:Prism srsName="urn:ogc:def:crs:EPSG::4979"><gs:base><gml:Polygon srsName="urn:ogc:def:crs:EPSG::4979">'
    "<gml:exterior><gml:LinearRing><gml:posList>0 100 36 0 100.02 36 0.02 100.02 36 0.02 100 36 0 100 36"
    f"</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gs:base>"
    f"<gs:height {METRES}>2.4</gs:height></gs:Prism>"
)
CIVIC = (
    "<ca:civicAddress><ca:country>ID</ca:country><ca:A1>Sumatera Barat</ca:A1><ca:A3>Padang Panjang</ca:A3>"
    "<ca:RD>Jalan Soekarno Hatta</ca:RD><ca:HNO>12</ca:HNO><ca:HNS>B</ca:HNS><ca:FLR>2</ca:FLR>"
    "<ca:NAM>Pasar Pusat</ca:NAM><ca:PC>27118</ca:PC></ca:civicAddress>"
)


def info(*chunks: str) -> str:
    return f"<gp:location-info>{''.join(chunks)}</gp:location-info>"


def geopriv(*infos: str, method: str = "GPS") -> str:
    return f"<gp:geopriv>{''.join(infos)}<gp:usage-rules/><gp:method>{method}</gp:method></gp:geopriv>"


def in_tuple(*infos: str, at: str = "2026-03-01T07:05:10Z") -> str:
    return f'<tuple id="t"><status>{geopriv(*infos)}</status><timestamp>{at}</timestamp></tuple>'


def in_device(*infos: str, at: str = "2026-03-01T14:05:10+07:00") -> str:
    return f'<dm:device id="d">{geopriv(*infos, method="802.11")}<dm:timestamp>{at}</dm:timestamp></dm:device>'


def in_person(*infos: str) -> str:
    return f'<dm:person id="p">{geopriv(*infos, method="Manual")}</dm:person>'


def document(*parts: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>{HEAD}{"".join(parts)}</presence>'.encode()
