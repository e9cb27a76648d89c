"""Cards of the rescue types."""

from cad.protocols.seed.words import (
    AMBULANCE,
    BPBD,
    FIRE_CREW,
    GUIDE,
    PLACE,
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
    words,
    yes_no,
)

RESCUE = {
    "drowning": Card(
        questions=(
            choice("where_now", "Di mana korbannya sekarang?", "Where is the person now?",
                   one("water", "Masih di air, terlihat", "In the water, in sight", then(1)),
                   one("gone", "Tidak terlihat lagi", "Out of sight", then(1)),
                   one("out", "Sudah di darat", "On land", then(1, next="breathing"))),
            choice("water", "Perairan apa?", "What water?", one("river", "Sungai", "River"), one("lake", "Danau",
                   "Lake"),
                   one("sea", "Laut", "Sea"), one("pool", "Kolam", "Pool"), one("well", "Sumur", "Well")),
            number("people", "Berapa orang?", "How many people?", band("one", "Satu", "One", most=1),
                   band("more", "Dua atau lebih", "Two or more", then(1), least=2)),
            choice("breathing", "Bila sudah di darat: apakah ia bernapas?", "If on land: breathing?",
                   one("normal", "Ya", "Yes", then(2)), one("none", "Tidak", "No", then(1, to="cardiac_arrest")),
                   one("not_yet", "Belum di darat", "Not on land yet")),
        ),
        instructions=(
            say("no_jump", "Jangan ikut terjun. Lemparkan tali, jeriken kosong, ban atau kayu.",
                "Do not jump in. Throw a rope, an empty can, a tyre, wood."),
            say("watch", "Tunjuk terus tempat ia terakhir terlihat.", "Keep pointing at where they were last seen."),
            say("press", "Bila sudah di darat dan tidak bernapas: kita mulai tekan dada sekarang.",
                "On land and not breathing: we begin compressions now.", "breathing=none"),
            say("warm", "Lepas baju basah, keringkan, selimuti, miringkan badannya.",
                "Wet clothes off, dry, cover, on the side.", "breathing=normal"), STAY,
        ),
        checklist=(PLACE, BPBD, AMBULANCE, tick("basarnas", "Basarnas diberi tahu", "Basarnas was told"),
                   tick("last_seen", "Titik terakhir terlihat dan arah arus dicatat", "Last seen and current noted")),
        run_card=run_card([("boat|rescue", 1, ""), ("ambulance", 1, "health")],
                          [("boat|rescue", 2, ""), ("ambulance", 1, "health")]),
    ),
    "trapped": Card(
        questions=(
            choice("where", "Terjebak di mana?", "Trapped where?", one("lift", "Lift", "A lift", then(3)),
                   one("height", "Ketinggian", "At a height", then(2)), one("well", "Sumur atau lubang",
                       "Well or hole",
                                                                           then(1)),
                   one("rubble", "Reruntuhan", "Rubble", then(1)), one("machine", "Mesin", "A machine", then(1)),
                   one("room", "Ruang terkunci", "A locked room", then(3))),
            yes_no("hurt", "Apakah ia terluka, sesak atau tidak sadar?", "Hurt, breathless or unconscious?",
                   yes=then(1)),
            yes_no("child", "Apakah anak kecil atau lansia?", "A small child or an elderly person?", yes=then(2)),
        ),
        instructions=(
            say("no_in", "Jangan ada yang turun menyusul: udara di sumur atau lubang bisa beracun.",
                "Nobody goes down after them: the air in a well or hole may be poisonous.", "where=well"),
            say("lift", "Jangan membuka paksa pintu lift. Udara di dalam cukup.",
                "Do not force the lift's door. There is "
                "enough air.", "where=lift"),
            say("off", "Matikan mesinnya. Jangan menjalankannya mundur.",
                "Switch the machine off. Do not run it back.",
                "where=machine"),
            say("talk", "Ajak ia bicara dan minta tetap tenang.", "Talk to them and keep them calm."), GUIDE, STAY,
        ),
        checklist=(PLACE, FIRE_CREW, UPDATE),
        run_card=run_card([("rescue|extrication", 1, "fire")], [("rescue|extrication", 2, ""),
                                                                          ("ambulance", 1, "health")]),
    ),
    "suicide_threat": Card(
        questions=(
            yes_no("now", "Apakah ia sedang melakukannya sekarang?", "Is it happening now?", yes=then(1)),
            choice("means", "Dengan apa?", "By what?", one("height", "Dari ketinggian", "A height", then(1)),
                   one("rope", "Tali", "A rope", then(1)), one("poison", "Obat atau racun", "Medicine or poison",
                                                              then(1, to="poisoning")),
                   one("blade", "Senjata tajam", "A blade", then(1)), one("words", "Baru mengatakannya",
                       "Words so far")),
            yes_no("alone", "Apakah ia sendirian?", "Is the person alone?", yes=then(1)),
        ),
        instructions=(
            say("stay_by", "Jangan tinggalkan sendirian, bila aman bagi Anda. Bicara tenang, dengarkan, jangan "
                "menghakimi.",
                "Do not leave them alone, if it is safe for you. Speak calmly, listen, do not judge."),
            say("away", "Singkirkan benda berbahaya bila bisa tanpa memaksa.",
                "Put dangerous things out of reach if it "
                "needs no force."),
            say("cut", "Bila tergantung: angkat badannya, potong talinya, longgarkan lehernya, periksa napasnya.",
                "If hanging: lift the body, cut the rope, free the neck, check the breathing.", "means=rope"), STAY,
        ),
        checklist=(PLACE, SAFE, AMBULANCE, tick("police", "Polisi diberi tahu, tanpa sirene di dekatnya",
                                               "Police told; no siren nearby")),
    ),
    "lost_hiker": Card(
        questions=(
            yes_no("hurt", "Apakah ada yang terluka atau sakit?", "Is anybody hurt or ill?", yes=then(1)),
            number("people", "Berapa orang?", "How many?", band("one", "Satu", "One", most=1),
                   band("more", "Dua atau lebih", "Two or more", least=2)),
            yes_no("equipped", "Apakah mereka punya baju hangat, air dan penerangan?",
                   "Warm clothes, water and light?",
                   no=then(1)),
            words("route", "Jalur mana, jam berapa berangkat, sisa baterai?",
                  "Which route, when did they leave, battery "
                  "left?"),
        ),
        instructions=(
            say("stay_put", "Tetap di tempat, jangan berjalan dalam gelap. Hemat baterai, kita sepakati jam "
                "menelepon.",
                "Stay where you are, do not walk in the dark. Save the battery, we agree on times to call."),
            say("warm", "Berlindung dari angin, kenakan semua baju kering.", "Shelter from the wind, put on all dry "
                "clothes."),
        ),
        checklist=(PLACE, BPBD, tick("basarnas", "Basarnas diberi tahu", "Basarnas was told"),
                   tick("times", "Jam menelepon berikutnya disepakati", "Next call agreed")),
    ),
}  # fmt: skip
