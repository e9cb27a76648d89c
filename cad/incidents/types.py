"""The incident types of a 112 center: what people call for, who answers it, what a unit should bring.

Capabilities are plain words that units have too: water, rescue, extrication, hazmat, ambulance,
advanced_life_support, patrol, traffic, crowd, boat, evacuation, heavy_equipment, tow, snake, tree.
"""

from cad.incidents.model import IncidentType


def _type(
    code: str, name_id: str, name_en: str, group: str, priority: int, agencies: str, capabilities: str
) -> IncidentType:
    return IncidentType(
        code=code,
        name_id=name_id,
        name_en=name_en,
        group=group,
        priority=priority,
        agencies=agencies.split(),
        capabilities=capabilities.split(),
    )


INCIDENT_TYPES = (
    _type("structure_fire", "Kebakaran bangunan", "Structure fire", "fire", 1, "fire police", "water"),
    _type("vehicle_fire", "Kebakaran kendaraan", "Vehicle fire", "fire", 1, "fire police", "water"),
    _type("wildfire", "Kebakaran lahan", "Vegetation fire", "fire", 2, "fire bpbd", "water"),
    _type("gas_leak", "Kebocoran gas", "Gas leak", "fire", 1, "fire", "hazmat"),
    _type("hazmat", "Bahan berbahaya", "Hazardous material", "fire", 1, "fire bpbd", "hazmat"),
    _type("electrical", "Bahaya listrik", "Electrical hazard", "fire", 2, "fire", "rescue"),
    _type("animal_rescue", "Evakuasi hewan / sarang tawon", "Animal rescue", "fire", 4, "fire", "snake"),
    _type("traffic_injury", "Kecelakaan, ada korban", "Traffic accident, injuries", "traffic", 1,
          "health police dishub", "ambulance traffic"),
    _type("traffic_trapped", "Kecelakaan, korban terjepit", "Traffic accident, trapped", "traffic", 1,
          "fire health police", "extrication ambulance"),
    _type("traffic_damage", "Kecelakaan, tanpa korban", "Traffic accident, no injuries", "traffic", 3,
          "police dishub", "traffic"),
    _type("road_blocked", "Jalan terhalang / macet", "Road blocked", "traffic", 3, "dishub police", "traffic"),
    _type("cardiac_arrest", "Henti jantung / tidak bernapas", "Cardiac arrest", "medical", 1, "health",
          "advanced_life_support"),
    _type("breathing", "Sesak napas", "Breathing difficulty", "medical", 1, "health", "ambulance"),
    _type("unconscious", "Tidak sadar", "Unconscious", "medical", 1, "health", "ambulance"),
    _type("injury", "Luka / jatuh", "Injury or fall", "medical", 2, "health", "ambulance"),
    _type("childbirth", "Persalinan", "Childbirth", "medical", 2, "health", "ambulance"),
    _type("patient_transport", "Antar pasien", "Patient transport", "medical", 4, "health", "ambulance"),
    _type("crime_violent", "Kekerasan / ancaman", "Violence or threat", "police", 1, "police", "patrol"),
    _type("domestic_violence", "Kekerasan dalam rumah tangga", "Domestic violence", "police", 1, "police", "patrol"),
    _type("theft", "Pencurian", "Theft", "police", 3, "police", "patrol"),
    _type("disturbance", "Gangguan ketertiban", "Public disturbance", "police", 3, "satpol police", "crowd"),
    _type("missing_person", "Orang hilang", "Missing person", "police", 2, "police bpbd", "patrol"),
    _type("flood", "Banjir", "Flood", "disaster", 2, "bpbd fire", "evacuation boat"),
    _type("landslide", "Tanah longsor", "Landslide", "disaster", 1, "bpbd fire health", "rescue heavy_equipment"),
    _type("earthquake", "Gempa bumi", "Earthquake", "disaster", 1, "bpbd fire health", "rescue"),
    _type("fallen_tree", "Pohon tumbang", "Fallen tree", "disaster", 3, "bpbd dishub", "tree"),
    _type("drowning", "Tenggelam / hanyut", "Drowning", "disaster", 1, "bpbd fire health", "boat rescue"),
    _type("silent_call", "Panggilan diam", "Silent call", "police", 2, "police", "patrol"),
    _type("public_service", "Layanan umum / informasi", "Public service or information", "other", 4, "satpol", ""),
    _type("other", "Lainnya", "Other", "other", 3, "police", ""),
)  # fmt: skip
