"""The demo city: Padang Panjang's 16 kelurahan (plain facts: codes and names by Kemendagri, a point inside each) with
agencies, stations, units, crews and cameras that are made up. The phone numbers are in no operator's range."""

from dataclasses import dataclass, field
from datetime import datetime

from cad.agencies.model import Agency, Station
from cad.places.camera import Camera
from cad.places.gazetteer import Entry
from cad.places.model import Kelurahan
from cad.units.model import Unit


@dataclass(frozen=True)
class City:
    kelurahan: list[Kelurahan]
    agencies: list[Agency]
    stations: list[Station]
    units: list[Unit]
    cameras: list[Camera] = field(default_factory=list)


EAST, WEST = "Padang Panjang Timur", "Padang Panjang Barat"
KELURAHAN = (
    ("13.74.01.1001", "Ganting", EAST, -0.4607, 100.4177),
    ("13.74.01.1002", "Sigando", EAST, -0.465, 100.4319),
    ("13.74.01.1003", "Ekor Lubuk", EAST, -0.4777, 100.4289),
    ("13.74.01.1004", "Ngalau", EAST, -0.473, 100.4173),
    ("13.74.01.1005", "Guguk Malintang", EAST, -0.4623, 100.4075),
    ("13.74.01.1006", "Koto Panjang", EAST, -0.4766, 100.4047),
    ("13.74.01.1007", "Koto Katik", EAST, -0.4828, 100.4088),
    ("13.74.01.1008", "Tanah Pak Lambik", EAST, -0.4677, 100.4056),
    ("13.74.02.1001", "Bukit Surungan", WEST, -0.4557, 100.4009),
    ("13.74.02.1002", "Pasar Usang", WEST, -0.4598, 100.3984),
    ("13.74.02.1003", "Kampung Manggis", WEST, -0.4767, 100.3778),
    ("13.74.02.1004", "Silaing Bawah", WEST, -0.4685, 100.378),
    ("13.74.02.1005", "Silaing Atas", WEST, -0.4648, 100.3902),
    ("13.74.02.1006", "Pasar Baru", WEST, -0.4653, 100.4001),
    ("13.74.02.1007", "Tanah Hitam", WEST, -0.479, 100.3943),
    ("13.74.02.1008", "Balai-Balai", WEST, -0.4652, 100.4029),
)

AGENCIES = (
    ("fire", "Dinas Pemadam Kebakaran"),
    ("health", "Dinas Kesehatan / PSC 119"),
    ("police", "Polres Padang Panjang"),
    ("bpbd", "BPBD Kesbangpol"),
    ("dishub", "Dinas Perhubungan"),
    ("satpol", "Satpol PP"),
)

STATIONS = (
    ("damkar-pusat", "fire", "Mako Damkar", -0.4646, 100.3995),
    ("damkar-timur", "fire", "Pos Damkar Timur", -0.4702, 100.4160),
    ("rsud", "health", "RSUD", -0.4728, 100.4021),
    ("psc", "health", "PSC 119", -0.4660, 100.4044),
    ("puskesmas-kebun-sikolos", "health", "Puskesmas Kebun Sikolos", -0.4622, 100.3921),
    ("polres", "police", "Mako Polres", -0.4619, 100.4001),
    ("polsek-x-koto", "police", "Pos Polisi Barat", -0.4701, 100.3823),
    ("bpbd", "bpbd", "Kantor BPBD", -0.4689, 100.4072),
    ("dishub", "dishub", "Kantor Dishub", -0.4750, 100.3958),
    ("satpol", "satpol", "Kantor Satpol PP", -0.4655, 100.4013),
)

# call sign, kind, station, capabilities, crew
UNITS = (
    ("DAMKAR-01", "pump", "damkar-pusat", "water rescue", "Hendra, 5 orang"),
    ("DAMKAR-02", "pump", "damkar-pusat", "water hazmat", "Yoni, 5 orang"),
    ("DAMKAR-03", "tanker", "damkar-pusat", "water", "Ade, 3 orang"),
    ("DAMKAR-04", "pump", "damkar-timur", "water snake", "Rizal, 5 orang"),
    ("RESCUE-01", "rescue", "damkar-pusat", "rescue extrication snake boat", "Fadli, 4 orang"),
    ("AMB-01", "ambulance", "psc", "ambulance advanced_life_support", "Ns. Mira, 3 orang"),
    ("AMB-02", "ambulance", "psc", "ambulance", "Ns. Doni, 3 orang"),
    ("AMB-03", "ambulance", "rsud", "ambulance advanced_life_support", "dr. Intan, 3 orang"),
    ("AMB-04", "ambulance", "puskesmas-kebun-sikolos", "ambulance", "Ns. Wati, 2 orang"),
    ("POL-11", "patrol_car", "polres", "patrol traffic crowd", "Bripka Anton, 2 orang"),
    ("POL-12", "patrol_car", "polres", "patrol traffic", "Bripka Deni, 2 orang"),
    ("POL-21", "motorcycle", "polres", "patrol traffic", "Briptu Sari, 1 orang"),
    ("POL-31", "patrol_car", "polsek-x-koto", "patrol traffic", "Aipda Roni, 2 orang"),
    ("BPBD-01", "rescue_truck", "bpbd", "rescue evacuation boat", "Zulkifli, 6 orang"),
    ("BPBD-02", "pickup", "bpbd", "evacuation tree rescue", "Nanda, 4 orang"),
    ("BPBD-03", "excavator", "bpbd", "heavy_equipment", "Syamsul, 2 orang"),
    ("DISHUB-01", "pickup", "dishub", "traffic tree", "Eko, 3 orang"),
    ("DISHUB-02", "tow_truck", "dishub", "tow traffic", "Jefri, 2 orang"),
    ("SATPOL-01", "truck", "satpol", "crowd", "Bambang, 8 orang"),
    ("SATPOL-02", "pickup", "satpol", "crowd patrol", "Lina, 4 orang"),
)

# heading in degrees from north, opening angle in degrees
CAMERAS = (
    ("cam-01", "Simpang Pasar Pusat", -0.4650, 100.4006, 45.0, 70.0),
    ("cam-02", "Terminal Bukit Surungan", -0.4563, 100.4012, 180.0, 60.0),
    ("cam-03", "Simpang Silaing", -0.4680, 100.3800, 90.0, 60.0),
    ("cam-04", "Jalan Sudirman - RSUD", -0.4725, 100.4030, 315.0, 55.0),
    ("cam-05", "Simpang Ngalau", -0.4728, 100.4168, 270.0, 65.0),
    ("cam-06", "Gerbang Ganting", -0.4612, 100.4170, 225.0, 60.0),
)


# What people of the demo say beside street names; the points are the demo cameras', so made up as those.
LANDMARKS = (
    ("landmark", "Pasar Padang Panjang", -0.4650, 100.4006, ("Pasar Pusat",)),
    ("landmark", "Terminal Bukit Surungan", -0.4563, 100.4012, ("Terminal Bus",)),
    ("crossing", "Simpang Pasar Pusat", -0.4650, 100.4006, ()),
    ("crossing", "Simpang Silaing", -0.4680, 100.3800, ()),
    ("crossing", "Simpang Ngalau", -0.4728, 100.4168, ()),
    ("street", "Jalan Sudirman", -0.4725, 100.4030, ("Jalan Jenderal Sudirman",)),
)


def landmarks() -> list[Entry]:
    return [
        Entry(id=f"demo-{n}", kind=kind, name=name, lat=lat, lon=lon, source="demo", aliases=list(aliases))
        for n, (kind, name, lat, lon, aliases) in enumerate(LANDMARKS, 1)
    ]


def padang_panjang(center_id: str, now: datetime) -> City:
    kind_of = {station: kind for station, kind, *_ in STATIONS}
    place_of = {station: (lat, lon) for station, _, _, lat, lon in STATIONS}
    return City(
        kelurahan=[
            Kelurahan(code=code, name=name, kecamatan=kecamatan, lat=lat, lon=lon)
            for code, name, kecamatan, lat, lon in KELURAHAN
        ],
        agencies=[
            Agency(id=f"agency-{kind}", center_id=center_id, name=name, kind=kind, phone=f"0752-00{n:02d}-112")
            for n, (kind, name) in enumerate(AGENCIES, 1)
        ],
        stations=[
            Station(id=f"station-{key}", agency_id=f"agency-{kind}", name=name, lat=lat, lon=lon)
            for key, kind, name, lat, lon in STATIONS
        ],
        units=[
            Unit(
                id=f"unit-{call_sign.lower()}",
                center_id=center_id,
                agency_id=f"agency-{kind_of[station]}",
                station_id=f"station-{station}",
                call_sign=call_sign,
                kind=kind,
                capabilities=capabilities.split(),
                crew=crew,
                phone=f"+628000000{n:04d}",  # 0800 is toll-free: no mobile phone can have it
                status_since=now,
                lat=place_of[station][0],
                lon=place_of[station][1],
                position_at=now,
            )
            for n, (call_sign, kind, station, capabilities, crew) in enumerate(UNITS, 1)
        ],
        cameras=[
            Camera(
                id=key, center_id=center_id, name=name, lat=lat, lon=lon, heading=heading, fov=fov, source=f"demo:{n}"
            )
            for n, (key, name, lat, lon, heading, fov) in enumerate(CAMERAS, start=1)
        ],
    )
