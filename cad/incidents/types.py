"""The incident types of a 112 center: what people call for, who answers it, what a unit should bring.

Capabilities are plain words that units have too: water, rescue, extrication, hazmat, ambulance,
advanced_life_support, patrol, traffic, crowd, boat, evacuation, heavy_equipment, tow, snake, tree.
"""

from cad.incidents.model import IncidentType


def _type(
    code: str, name_id: str, name_en: str, group: str, priority: int, agencies: str, capabilities: str, parent: str = ""
) -> IncidentType:
    return IncidentType(
        code=code,
        name_id=name_id,
        name_en=name_en,
        group=group,
        parent=parent,
        priority=priority,
        agencies=agencies.split(),
        capabilities=capabilities.split(),
    )


# A type stands below its group, or below a wider type (`parent`) that it makes more exact.
INCIDENT_TYPES = (
    _type("cardiac_arrest", "Henti jantung / tidak bernapas", "Cardiac arrest", "medical", 1, "health",
          "advanced_life_support"),
    _type("unconscious", "Tidak sadar", "Unconscious", "medical", 1, "health", "ambulance"),
    _type("seizure", "Kejang", "Seizure", "medical", 1, "health", "ambulance", "unconscious"),
    _type("breathing", "Sesak napas", "Breathing difficulty", "medical", 1, "health", "ambulance"),
    _type("choking", "Tersedak", "Choking", "medical", 1, "health", "ambulance", "breathing"),
    _type("chest_pain", "Nyeri dada", "Chest pain", "medical", 1, "health", "ambulance"),
    _type("stroke", "Gejala stroke", "Stroke", "medical", 1, "health", "ambulance"),
    _type("injury", "Luka / jatuh", "Injury or fall", "medical", 2, "health", "ambulance"),
    _type("bleeding", "Pendarahan", "Bleeding", "medical", 1, "health", "ambulance", "injury"),
    _type("burns", "Luka bakar", "Burns", "medical", 2, "health", "ambulance", "injury"),
    _type("childbirth", "Persalinan", "Childbirth", "medical", 2, "health", "ambulance"),
    _type("poisoning", "Keracunan", "Poisoning", "medical", 2, "health", "ambulance"),
    _type("mental_health", "Gangguan jiwa, gelisah", "Mental health crisis", "medical", 2, "health police",
          "ambulance patrol"),
    _type("patient_transport", "Antar pasien", "Patient transport", "medical", 4, "health", "ambulance"),
    _type("structure_fire", "Kebakaran bangunan", "Structure fire", "fire", 1, "fire police", "water"),
    _type("vehicle_fire", "Kebakaran kendaraan", "Vehicle fire", "fire", 1, "fire police", "water"),
    _type("gas_leak", "Kebocoran gas", "Gas leak", "fire", 1, "fire", "hazmat"),
    _type("hazmat", "Bahan berbahaya", "Hazardous material", "fire", 1, "fire bpbd", "hazmat"),
    _type("electrical", "Bahaya listrik", "Electrical hazard", "fire", 2, "fire", "rescue"),
    _type("traffic_injury", "Kecelakaan, ada korban", "Traffic accident, injuries", "traffic", 1,
          "health police dishub", "ambulance traffic"),
    _type("traffic_trapped", "Kecelakaan, korban terjepit", "Traffic accident, trapped", "traffic", 1,
          "fire health police", "extrication ambulance", "traffic_injury"),
    _type("traffic_damage", "Kecelakaan, tanpa korban", "Traffic accident, no injuries", "traffic", 3,
          "police dishub", "traffic"),
    _type("road_blocked", "Jalan terhalang / macet", "Road blocked", "traffic", 3, "dishub police", "traffic"),
    _type("crime_violent", "Kekerasan / ancaman", "Violence or threat", "police", 1, "police", "patrol"),
    _type("domestic_violence", "Kekerasan dalam rumah tangga", "Domestic violence", "police", 1, "police", "patrol",
          "crime_violent"),
    _type("crime_in_progress", "Kejahatan sedang terjadi", "Crime in progress", "police", 1, "police", "patrol"),
    _type("theft", "Pencurian", "Theft", "police", 3, "police", "patrol"),
    _type("missing_person", "Orang hilang", "Missing person", "police", 2, "police bpbd", "patrol"),
    _type("silent_call", "Panggilan diam", "Silent call", "police", 2, "police", "patrol"),
    _type("flood", "Banjir", "Flood", "disaster", 2, "bpbd fire", "evacuation boat"),
    _type("flash_flood", "Banjir bandang / galodo", "Flash flood", "disaster", 1, "bpbd fire health",
          "rescue evacuation boat", "flood"),
    _type("landslide", "Tanah longsor", "Landslide", "disaster", 1, "bpbd fire health", "rescue heavy_equipment"),
    _type("earthquake", "Gempa bumi", "Earthquake", "disaster", 1, "bpbd fire health", "rescue"),
    _type("tsunami", "Tsunami / peringatan tsunami", "Tsunami or its warning", "disaster", 1, "bpbd police",
          "evacuation", "earthquake"),
    _type("eruption", "Letusan gunung api", "Volcanic eruption", "disaster", 1, "bpbd health", "evacuation"),
    _type("strong_wind", "Angin kencang / puting beliung", "Strong wind", "disaster", 2, "bpbd", "evacuation"),
    _type("fallen_tree", "Pohon tumbang", "Fallen tree", "disaster", 3, "bpbd dishub", "tree", "strong_wind"),
    _type("wildfire", "Kebakaran lahan / hutan", "Land or forest fire", "disaster", 2, "fire bpbd", "water"),
    _type("drought", "Kekeringan / kekurangan air", "Drought", "disaster", 4, "bpbd", ""),
    _type("drowning", "Tenggelam / hanyut", "Drowning", "rescue", 1, "bpbd fire health", "boat rescue"),
    _type("trapped", "Orang terjebak", "Person trapped", "rescue", 2, "fire", "rescue"),
    _type("suicide_threat", "Percobaan bunuh diri", "Suicide threat", "rescue", 1, "police fire health",
          "patrol rescue ambulance"),
    _type("lost_hiker", "Pendaki tersesat", "Lost hiker", "rescue", 2, "bpbd", "rescue"),
    _type("animal_rescue", "Evakuasi hewan / sarang tawon", "Animal rescue", "animal", 4, "fire", "snake"),
    _type("snake", "Ular", "Snake", "animal", 3, "fire", "snake", "animal_rescue"),
    _type("rabid_bite", "Gigitan anjing / hewan penular rabies", "Bite of a possibly rabid animal", "animal", 2,
          "health", "ambulance"),
    _type("disturbance", "Gangguan ketertiban", "Public disturbance", "order", 3, "satpol police", "crowd"),
    _type("brawl", "Tawuran / perkelahian", "Brawl", "order", 1, "police satpol", "patrol crowd"),
    _type("noise", "Kebisingan", "Noise", "order", 4, "satpol", "crowd", "disturbance"),
    _type("public_service", "Layanan umum / informasi", "Public service or information", "other", 4, "satpol", ""),
    _type("other", "Lainnya", "Other", "other", 3, "police", ""),
)  # fmt: skip
