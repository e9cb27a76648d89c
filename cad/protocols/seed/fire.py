"""Cards of the fire types."""

from cad.protocols.seed.words import (
    FIRE_CREW,
    GUIDE,
    PLACE,
    POLICE,
    POWER,
    SAFE,
    STAY,
    UPDATE,
    Card,
    choice,
    one,
    run_card,
    say,
    then,
    tick,
    words,
    yes_no,
)

OUT = say("out", "Keluar sekarang juga. Tutup pintu di belakang Anda. Jangan kembali untuk mengambil barang.",
          "Get out now. Close the door behind you. Do not go back for anything.")  # fmt: skip
INSIDE = ("inside", "Apakah masih ada orang di dalam?", "Is anybody still inside?")

FIRE = {
    "structure_fire": Card(
        questions=(
            yes_no("caller_in", "Apakah Anda sendiri di dalam bangunan yang terbakar?", "Are you in the burning "
                   "building yourself?", yes=then(1)),
            yes_no(*INSIDE, yes=then(1)),
            choice("seen", "Apa yang Anda lihat?", "What do you see?", one("flames", "Api", "Flames", then(1)),
                   one("smoke", "Asap saja", "Smoke only"),
                   one("out", "Api sudah padam", "It is out", then(3)),
                   one("small", "Api kecil (kompor, tempat sampah)", "A small fire (stove, bin)", then(2))),
            choice("what", "Apa yang terbakar?", "What is burning?", one("house", "Rumah", "A house"),
                   one("row", "Rumah petak, pasar atau toko berderet", "Row of houses, market, shops", then(1)),
                   one("high", "Gedung bertingkat", "A high building", then(1)),
                   one("public", "Sekolah, rumah sakit, tempat ibadah", "School, hospital, place of worship", then(1)),
                   one("store", "Gudang, pabrik, pom bensin", "Store, factory, fuel station", then(1))),
            yes_no("hurt", "Apakah ada yang terluka?", "Is anybody hurt?", yes=then(1)),
        ),
        instructions=(
            OUT,
            say("low", "Bila ada asap: merangkak rendah, tutup hidung dan mulut dengan kain basah.",
                "In smoke: stay low and crawl, wet cloth over nose and mouth.", "caller_in=yes"),
            say("shut_in", "Bila tidak bisa keluar: masuk ke ruang berjendela, tutup pintu, sumbat celah dengan kain "
                "basah, dan berilah tanda dari jendela. Katakan di ruang mana Anda berada.",
                "If you cannot get out: a room with a window, door shut, gaps stuffed with wet cloth, signal at the "
                "window. Tell me which room.", "caller_in=yes"),
            say("gather", "Berkumpul di tempat aman dan hitung semua orang.",
                "Gather at a safe place and count everybody."),
            say("clothes", "Bila baju terbakar: berhenti, jatuhkan diri, berguling.",
                "If clothes burn: stop, drop, roll."),
            say("no_lift", "Jangan memakai lift.", "Do not use a lift.", "what=high"),
            GUIDE, STAY,
        ),
        checklist=(PLACE, SAFE, FIRE_CREW, tick("inside", "Jumlah dan letak orang di dalam disampaikan ke petugas",
                                                "Who is inside, and where, was told to the crew"), POWER, POLICE,
                                                UPDATE),
        run_card=run_card([("water", 2, "fire"), ("patrol", 1, "police")],
                          [("water", 2, "fire"), ("rescue", 1, "fire"), ("ambulance", 1, "health")],
                          [("water", 3, "fire"), ("ambulance", 2, "health"), ("evacuation", 1, "bpbd")]),
    ),
    "vehicle_fire": Card(
        questions=(
            yes_no(*INSIDE, yes=then(1, to="traffic_trapped")),
            choice("kind", "Kendaraan apa?", "Which vehicle?", one("bike", "Sepeda motor", "Motorcycle", then(2)),
                   one("car", "Mobil", "Car"), one("truck", "Truk atau bus", "Truck or bus", then(1)),
                   one("tanker", "Tangki BBM atau gas", "Fuel or gas tanker", then(1, to="hazmat"))),
            yes_no("near", "Apakah dekat rumah, pom bensin atau di terowongan?", "Near houses, a fuel station, in a "
                   "tunnel?", yes=then(1)),
        ),
        instructions=(
            say("away", "Menjauh paling sedikit lima puluh meter, ke arah datangnya angin.",
                "Stay at least fifty metres away, upwind."),
            say("bonnet", "Jangan membuka kap mesin.", "Do not open the bonnet."),
            say("traffic", "Peringatkan kendaraan lain dari tempat aman.", "Warn other traffic from a safe place."),
                STAY,
        ),
        checklist=(PLACE, SAFE, FIRE_CREW, POLICE),
        run_card=run_card([("water", 1, "fire"), ("patrol", 1, "police")], [("water", 1, "fire")]),
    ),
    "wildfire": Card(
        questions=(
            yes_no("houses", "Apakah api mendekati rumah atau orang?", "Is it nearing houses or people?", yes=then(1)),
            choice("size", "Seluas apa?", "How large?", one("yard", "Sehalaman", "A yard", then(3)),
                   one("field", "Selapangan bola", "A football field", then(2)),
                   one("hill", "Lereng atau hutan", "A slope or a forest", then(1))),
        ),
        instructions=(
            say("away", "Menjauhlah menyamping dari arah angin, ke tempat terbuka atau ke jalan besar.",
                "Move away sideways to the wind, to open ground or a main road."),
            say("mask", "Tutup hidung dan mulut dengan kain basah. Tutup jendela rumah.",
                "Wet cloth over nose and mouth. Shut the windows."), STAY,
        ),
        checklist=(PLACE, SAFE, FIRE_CREW, tick("wind", "Arah angin dan jalan masuk dicatat",
                   "Wind and access noted")),
    ),
    "gas_leak": Card(
        questions=(
            yes_no("caller_in", "Apakah Anda masih di ruangan yang berbau gas?",
                   "Are you still where it smells of gas?",
                   yes=then(1)),
            choice("source", "Dari mana gasnya?", "Where from?", one("bottle", "Tabung dapur", "Kitchen cylinder",
                   then(2)),
                   one("pipe", "Pipa atau instalasi", "A pipe", then(1)),
                   one("truck", "Truk atau agen gas", "A truck or a depot", then(1, to="hazmat")),
                   one("smell", "Hanya bau, tidak tahu", "Only a smell")),
            yes_no("flame", "Apakah ada api atau ledakan?", "Fire or explosion?", yes=then(1, to="structure_fire")),
            yes_no("sick", "Apakah ada yang pusing, sesak atau pingsan?", "Anybody dizzy, breathless, fainted?",
                   yes=then(1)),
        ),
        instructions=(
            say("out", "Semua keluar sekarang. Jangan menyalakan atau mematikan lampu, kipas atau saklar apa pun.",
                "Everybody out now. Switch nothing on or off: no lamp, fan, or other switch."),
            say("no_flame", "Jangan menyalakan api atau rokok. Pakai telepon setelah di luar.",
                "No flame, no cigarette. Use the phone once outside."),
            say("regulator", "Hanya bila mudah dijangkau: lepaskan regulator, bawa tabung keluar, buka pintu dan "
                "jendela.",
                "Only if within easy reach: take off the regulator, bring the cylinder out, open doors and windows.",
                "source=bottle"),
            say("wait", "Tunggu di luar, ke arah datangnya angin, dan jangan masuk sebelum petugas mengizinkan.",
                "Wait outside, upwind, until the crew lets you in."),
        ),
        checklist=(PLACE, SAFE, FIRE_CREW, POWER),
        run_card=run_card([("hazmat|water", 1, "fire")], [("water", 2, "fire"), ("ambulance", 1,
                          "health")]),
    ),
    "hazmat": Card(
        questions=(
            yes_no("hurt", "Apakah ada yang pingsan, sesak atau terbakar?", "Anybody fainted, breathless, burnt?",
                   yes=then(1)),
            choice("form", "Seperti apa bahannya?", "What is it like?", one("gas", "Gas atau asap", "Gas or smoke",
                   then(1)),
                   one("liquid", "Cairan", "Liquid"), one("powder", "Serbuk", "Powder"),
                   one("fire", "Terbakar", "Burning", then(1))),
            words("label", "Tulisan, angka atau gambar apa di wadahnya? Jangan mendekat untuk membaca.",
                  "Words, numbers or pictures on it? Do not go near to read."),
        ),
        instructions=(
            say("away", "Menjauh ke arah datangnya angin, paling sedikit seratus meter. Ajak orang lain.",
                "Move upwind, at least a hundred metres. Take others along."),
            say("wash", "Bila terkena kulit: lepas baju, bilas dengan banyak air.",
                "On the skin: clothes off, rinse with "
                "plenty of water."), STAY,
        ),
        checklist=(PLACE, SAFE, FIRE_CREW, POLICE, tick("wind", "Arah angin disampaikan ke petugas",
                   "Wind told to crew")),
    ),
    "electrical": Card(
        questions=(
            yes_no("touching", "Apakah ada orang yang tersengat atau menempel pada listrik?", "Is anybody being "
                   "electrocuted?", yes=then(1)),
            choice("what", "Apa yang terjadi?", "What happened?", one("cable", "Kabel putus di jalan", "A cable down"),
                   one("sparks", "Percikan di tiang atau gardu", "Sparks on a pole"),
                   one("home", "Di dalam rumah", "In a house")),
        ),
        instructions=(
            say("no_touch", "Jangan menyentuh korban atau kabel. Menjauh paling sedikit sepuluh meter.",
                "Touch neither the victim nor the cable. Keep ten metres away."),
            say("breaker", "Bila aman, matikan listrik dari meteran.", "If safe, switch off at the meter.",
                "what=home"),
            STAY,
        ),
        checklist=(PLACE, SAFE, POWER, FIRE_CREW),
    ),
}  # fmt: skip
