"""Cards of the traffic types."""

from cad.protocols.model import Question
from cad.protocols.seed.words import (
    AMBULANCE,
    GUIDE,
    PLACE,
    POLICE,
    SAFE,
    STAY,
    UPDATE,
    Card,
    band,
    choice,
    number,
    one,
    run_card,
    say,
    then,
    tick,
    yes_no,
)

KIND = choice("vehicles", "Kendaraan apa yang terlibat?", "Which vehicles?", one("bikes", "Sepeda motor",
              "Motorcycles"),
              one("cars", "Mobil", "Cars"), one("heavy", "Truk atau bus", "Truck or bus", then(1)),
              one("walker", "Pejalan kaki atau sepeda", "A pedestrian or bicycle", then(1)),
              one("train", "Kereta api", "A train", then(1)))  # fmt: skip
WARN = say("warn", "Menepi ke tempat aman. Nyalakan lampu hazard dan pasang segitiga pengaman bila ada.",
           "Move to safety. Hazard lights on, put up the warning triangle if you have one.")  # fmt: skip
HELMET = say("helmet", "Jangan melepas helm dan jangan memindahkan korban, kecuali ada api atau bahaya lain.",
             "Do not take the helmet off and do not move the injured, unless there is fire or danger.")  # fmt: skip


def hurt() -> Question:
    return number("hurt", "Berapa orang yang terluka?", "How many are hurt?",
                  band("none", "Tidak ada", "None", then(3, to="traffic_damage"), most=0),
                  band("few", "1 sampai 3", "1 to 3", least=1, most=3),
                  band("many", "4 atau lebih", "4 or more", then(1), least=4))  # fmt: skip


TRAFFIC = {
    "traffic_injury": Card(
        questions=(
            hurt(),
            yes_no("trapped", "Apakah ada yang terjepit di dalam kendaraan?", "Is anybody trapped in a vehicle?",
                   yes=then(1, to="traffic_trapped")),
            yes_no("awake", "Apakah semua korban sadar dan bernapas?", "Are all of them awake and breathing?",
                   yes=then(2), no=then(1)),
            KIND,
            yes_no("fire", "Apakah ada api, asap atau bensin tumpah?", "Fire, smoke or spilt fuel?", yes=then(1)),
            yes_no("blocked", "Apakah jalan tertutup?", "Is the road blocked?"),
        ),
        instructions=(
            WARN, HELMET,
            say("press", "Bila darah mengalir: tekan lukanya dengan kain bersih, jangan dilepas.",
                "If blood flows: press the wound with a clean cloth, do not let go."),
            say("breath", "Periksa yang diam lebih dulu: apakah ia bernapas?", "Check the silent ones first: do they "
                "breathe?", "awake=no"),
            say("ignition", "Matikan mesin kendaraan. Jangan merokok.", "Switch off the engines. No smoking.",
                "fire=yes"),
            GUIDE, STAY,
        ),
        checklist=(PLACE, tick("direction", "Arah jalur dan titik kilometer dicatat", "Direction and kilometre noted"),
                   AMBULANCE, POLICE, SAFE, UPDATE),
        run_card=run_card(
                          [("ambulance", 1, "health"), ("patrol|traffic", 1, "police"), ("traffic", 1, "dishub")],
                          [("ambulance", 2, "health"), ("extrication|rescue", 1, "fire")]),
    ),
    "traffic_trapped": Card(
        questions=(
            number("people", "Berapa orang yang terjepit?", "How many are trapped?",
                   band("one", "Satu", "One", most=1), band("more", "Dua atau lebih", "Two or more", then(1),
                        least=2)),
            yes_no("awake", "Apakah ia sadar dan bernapas?", "Awake and breathing?", no=then(1)),
            yes_no("fire", "Apakah ada api, asap atau bensin tumpah?", "Fire, smoke or spilt fuel?", yes=then(1)),
            KIND,
        ),
        instructions=(
            say("leave", "Jangan menarik korban yang terjepit. Petugas membawa alatnya.",
                "Do not pull the trapped person. The crew brings the tools."),
            say("talk", "Ajak ia bicara, minta tidak menggerakkan kepala.",
                "Talk to them, ask them to keep the head still."),
            WARN,
            say("burning", "Bila api membesar dan Anda sanggup dengan aman, keluarkan korban lewat pintu terdekat.",
                "If the fire grows and you can do it safely, bring them out by the nearest door.", "fire=yes"), STAY,
        ),
        checklist=(PLACE, tick("tools", "Unit dengan alat ekstrikasi diberangkatkan",
                   "A unit with cutting tools sent"),
                   AMBULANCE, POLICE, UPDATE),
        run_card=run_card(
                          [("extrication|rescue", 1, "fire"), ("ambulance", 1, "health"), ("patrol|traffic", 1,
                            "police")],
                          [("extrication|rescue", 1, "fire"), ("ambulance", 2, "health"), ("heavy_equipment", 1,
                            "bpbd")]),
    ),
    "traffic_damage": Card(
        questions=(
            yes_no("sure", "Apakah benar tidak ada yang terluka, juga di kendaraan lain?",
                   "Is really nobody hurt, in the "
                   "other vehicle either?", no=then(1, to="traffic_injury")),
            yes_no("blocked", "Apakah jalan tertutup?", "Is the road blocked?", yes=then(2), no=then(4)),
            yes_no("quarrel", "Apakah terjadi pertengkaran?", "Is there a quarrel?", yes=then(2)),
        ),
        instructions=(WARN, say("photo", "Foto kedudukan kendaraan, lalu pinggirkan bila masih bisa jalan.",
                                "Photograph how the vehicles stand, then clear the road if they can move.")),
        checklist=(PLACE, POLICE),
    ),
    "road_blocked": Card(
        questions=(
            choice("by", "Terhalang oleh apa?", "Blocked by what?", one("tree", "Pohon", "A tree",
                   then(to="fallen_tree")),
                   one("slide", "Longsor", "A landslide", then(1, to="landslide")),
                   one("vehicle", "Kendaraan mogok", "A broken-down vehicle"), one("crowd", "Kerumunan", "A crowd"),
                   one("water", "Genangan", "Water", then(to="flood"))),
            yes_no("both", "Apakah kedua arah tertutup?", "Both directions?", yes=then(2)),
        ),
        instructions=(WARN,),
        checklist=(PLACE, tick("detour", "Jalan pengalihan disampaikan", "A detour was told")),
    ),
}  # fmt: skip
