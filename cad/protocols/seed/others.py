"""Cards of the animal, public order and non-emergency types."""

from cad.protocols.seed.words import (
    CALLBACK,
    PLACE,
    POLICE,
    SAFE,
    Card,
    band,
    choice,
    number,
    one,
    say,
    then,
    tick,
    words,
    yes_no,
)

BITTEN = yes_no("hurt", "Apakah ada yang digigit atau disengat?", "Has anybody been bitten or stung?", yes=then(1))

OTHERS = {
    "snake": Card(
        questions=(
            BITTEN, yes_no("inside", "Apakah ularnya di dalam rumah atau dekat anak?",
                           "In the house or near children?",
                           yes=then(2)),
            yes_no("seen", "Apakah masih terlihat?", "Is it still in sight?", no=then(4)),
        ),
        instructions=(
            say("away", "Menjauh paling sedikit tiga meter. Jangan memukul atau menangkapnya.",
                "Keep three metres away. Do not hit or catch it."),
            say("shut", "Tutup pintu ruangannya dan sumbat celahnya, perhatikan dari jauh.",
                "Shut the room's door, stuff the gap, watch from afar.", "inside=yes"),
            say("bite", "Korban diam berbaring, bagian yang digigit jangan digerakkan. Jangan diikat, disayat atau "
                "diisap.",
                "The bitten person lies still, the limb does not move. Do not tie, cut or suck.", "hurt=yes"),
            say("rings", "Lepaskan cincin dan jam. Ingat rupa ularnya, jangan dikejar.",
                "Rings and watch off. Remember what it looked like, do not chase it.", "hurt=yes"),
        ),
        checklist=(PLACE, SAFE, tick("sent", "Petugas dengan alat tangkap diberangkatkan",
                   "A crew with snake tools sent")),
    ),
    "animal_rescue": Card(
        questions=(
            choice("what", "Hewan apa?", "Which animal?", one("snake", "Ular", "A snake", then(to="snake")),
                   one("wasps", "Tawon atau lebah", "Wasps or bees"), one("pet", "Hewan peliharaan terjebak",
                                                                         "A trapped pet", then(4)),
                   one("wild", "Hewan liar, buas", "A wild, dangerous animal", then(1)), one("other", "Lainnya",
                       "Other")),
            BITTEN,
            yes_no("public", "Apakah di tempat ramai?", "In a busy place?", yes=then(3)),
        ),
        instructions=(say("away", "Jaga jarak dan jauhkan anak-anak.", "Keep away and keep children away."),
                      say("wasps", "Jangan mengasapi atau melempari sarangnya. Tutup pintu dan jendela.",
                          "Do not smoke or throw at the nest. Shut doors and windows.", "what=wasps"),
                      say("breath", "Bila yang disengat sesak atau bengkak wajahnya, katakan segera.",
                          "If the stung person is short of breath or swells, tell me at once.", "hurt=yes")),
        checklist=(PLACE, SAFE, CALLBACK),
    ),
    "rabid_bite": Card(
        questions=(yes_no("loose", "Apakah hewannya masih berkeliaran?", "Is the animal still loose?", yes=then(2)),
                   yes_no("heavy", "Apakah lukanya dalam atau di wajah dan leher?", "Deep, or on face and neck?",
                          yes=then(1))),
        instructions=(say("wash", "Cuci luka dengan sabun dan air mengalir selama lima belas menit.",
                          "Wash the wound with soap and running water for fifteen minutes."),
                      say("clinic", "Hari ini juga ke puskesmas atau rumah sakit untuk vaksin rabies.",
                          "To a clinic or hospital today for the rabies vaccine.")),
        checklist=(PLACE, tick("vet", "Dinas peternakan diberi tahu", "The animal health office was told"), CALLBACK),
    ),
    "disturbance": Card(
        questions=(
            yes_no("violent", "Apakah ada kekerasan atau ancaman?", "Violence or threats?",
                   yes=then(1, to="crime_violent")),
            number("people", "Berapa orang kira-kira?", "About how many people?", band("few", "Sampai 10", "Up to 10",
                                                                                     most=10),
                   band("many", "Lebih dari 10", "More than 10", then(2), least=10.01)),
            words("what", "Apa yang mereka lakukan?", "What are they doing?"),
        ),
        instructions=(say("away", "Jangan terlibat. Tetap di dalam.", "Keep out of it. Stay inside."),),
        checklist=(PLACE, CALLBACK),
    ),
    "brawl": Card(
        questions=(
            yes_no("weapon", "Apakah ada senjata, batu atau bom molotov?", "Weapons, stones, petrol bombs?",
                   yes=then(1)),
            yes_no("hurt", "Apakah ada yang terluka?", "Is anybody hurt?", yes=then(1)),
            number("people", "Berapa orang kira-kira?", "About how many?", band("few", "Sampai 10", "Up to 10",
                   most=10),
                   band("many", "Lebih dari 10", "More than 10", then(1), least=10.01)),
        ),
        instructions=(say("away", "Menjauh, masuk dan kunci pintu. Jangan merekam dari dekat.",
                          "Get away, go inside, lock the door. Do not film from nearby."),),
        checklist=(PLACE, SAFE, POLICE),
    ),
    "public_service": Card(
        questions=(
            yes_no("danger", "Apakah ada orang yang terluka atau dalam bahaya?", "Is anybody hurt or in danger?",
                   yes=then(1)),
            choice("about", "Tentang apa?", "About what?", one("info", "Informasi", "Information", then(4)),
                   one("power", "Listrik padam", "Power cut", then(4)), one("water", "Air bersih", "Water", then(4)),
                   one("lamp", "Lampu jalan, jalan rusak", "Street lamp, road damage", then(4)),
                   one("waste", "Sampah", "Waste", then(4)), one("other", "Lainnya", "Other")),
        ),
        instructions=(say("where", "Ini bukan keadaan darurat, tetapi saya bantu arahkan ke kantor yang tepat.",
                          "This is no emergency, but I can point you to the right office."),),
        checklist=(tick("referred", "Nomor atau kantor yang tepat disampaikan",
                   "The right number or office was told"),),
    ),
    "other": Card(
        questions=(
            yes_no("danger", "Apakah ada orang yang terluka atau dalam bahaya?", "Is anybody hurt or in danger?",
                   yes=then(1)),
            words("what", "Apa yang terjadi?", "What happened?"),
        ),
        checklist=(PLACE, CALLBACK),
    ),
}  # fmt: skip
