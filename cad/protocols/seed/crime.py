"""Cards of the crime types, and of the call in which nobody speaks."""

from cad.protocols.model import Instruction, Question
from cad.protocols.seed.words import (
    AMBULANCE,
    CALLBACK,
    PLACE,
    POLICE,
    SAFE,
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

SAFETY = say("safety", "Keselamatan Anda yang utama. Jangan melawan dan jangan mengejar.",
             "Your safety comes first. Do not fight and do not chase.")  # fmt: skip
HIDE = say("hide", "Bila bisa, pergi ke tempat aman dan kunci pintunya. Redamkan suara telepon.",
           "If you can, go somewhere safe and lock the door. Keep the phone quiet.")  # fmt: skip
TOUCH = say("touch", "Jangan menyentuh apa pun sampai polisi tiba.", "Touch nothing until the police are there.")
LOOKS = words("looks", "Seperti apa pelakunya: pakaian, tinggi, kendaraan, nomor polisi, arah lari?",
              "What did they look like: clothes, height, vehicle, plate, which way?")  # fmt: skip
PATROL = run_card([("patrol", 1, "police")], [("patrol", 2, "police")])


def now() -> Question:
    return yes_no("now", "Apakah masih terjadi sekarang?", "Is it still going on?", yes=then(1))


def armed() -> Question:
    return choice("weapon", "Apakah ada senjata?", "Is there a weapon?", one("none", "Tidak", "No"),
                  one("blade", "Senjata tajam", "A blade", then(1)), one("gun", "Senjata api", "A gun", then(1)),
                  one("bomb", "Bom atau ancaman bom", "A bomb or a threat of one", then(1)))  # fmt: skip


def wounded() -> Question:
    return yes_no("hurt", "Apakah ada yang terluka?", "Is anybody hurt?", yes=then(1))


def care() -> Instruction:
    return say("press", "Bila ada luka berdarah dan keadaan aman: tekan dengan kain bersih.",
               "If somebody bleeds and it is safe: press with a clean cloth.", "hurt=yes")  # fmt: skip


CRIME = {
    "crime_violent": Card(
        questions=(now(), armed(), wounded(), LOOKS),
        instructions=(SAFETY, HIDE, care(), TOUCH),
        checklist=(SAFE, PLACE, POLICE, AMBULANCE, tick("looks", "Ciri pelaku disampaikan ke patroli",
                                                        "The description was told to the patrol")),
        run_card=run_card([("patrol", 2, "police")], [("patrol", 3, "police"),
                                                                       ("ambulance", 1, "health")]),
    ),
    "crime_in_progress": Card(
        questions=(now(), yes_no("inside", "Apakah pelaku ada di tempat yang sama dengan Anda?",
                                 "Are they where you are?", yes=then(1)), armed(), wounded(), LOOKS),
        instructions=(SAFETY, HIDE,
                      say("whisper", "Bila tidak bisa bicara, ketuk telepon: sekali untuk ya, dua kali untuk tidak.",
                          "If you cannot speak, tap the phone: once for yes, twice for no.", "inside=yes"), care(),
                          TOUCH),
        checklist=(SAFE, PLACE, POLICE, tick("looks", "Ciri pelaku disampaikan ke patroli",
                                             "The description was told to the patrol"), CALLBACK),
        run_card=PATROL,
    ),
    "domestic_violence": Card(
        questions=(
            yes_no("speak", "Bisakah Anda bicara dengan aman? Jawab saja ya atau tidak.",
                   "Can you speak safely? Just say yes or no.", no=then(1)),
            now(), armed(), wounded(),
            yes_no("children", "Apakah ada anak di rumah?", "Are there children?", yes=then(1)),
            yes_no("before", "Apakah sudah pernah terjadi?", "Has it happened before?"),
        ),
        instructions=(
            say("room", "Pindah ke ruang yang ada jalan keluarnya. Hindari dapur dan kamar mandi.",
                "Move to a room with a way out. Not the kitchen, not the bathroom."),
            say("children", "Bila aman, bawa anak-anak keluar.", "If safe, bring the children out.", "children=yes"),
            say("pretend", "Anda boleh berpura-pura sedang memesan sesuatu. Saya akan bertanya, Anda jawab ya atau "
                "tidak.",
                "You may act as if you were ordering something. I ask, you say yes or no.", "speak=no"),
            care(),
        ),
        checklist=(SAFE, PLACE, POLICE, tick("quiet", "Cara menelepon kembali yang aman dicatat",
                                             "A safe way to call back is noted"),
                   tick("unit", "Unit PPA atau UPTD PPA diberi tahu", "The women and children unit was told")),
        run_card=PATROL,
    ),
    "theft": Card(
        questions=(
            yes_no("now", "Apakah pelaku masih di sana?", "Are they still there?", yes=then(1, to="crime_in_progress"),
                   no=then(3)),
            choice("what", "Apa yang dicuri?", "What was stolen?", one("vehicle", "Kendaraan", "A vehicle", then(2)),
                   one("house", "Isi rumah atau toko", "From a house or shop"), one("bag", "Tas, ponsel",
                       "Bag, phone")),
            LOOKS,
        ),
        instructions=(SAFETY, TOUCH),
        checklist=(PLACE, POLICE, CALLBACK),
    ),
    "missing_person": Card(
        questions=(
            choice("who", "Siapa yang hilang?", "Who is missing?", one("child", "Anak", "A child", then(1)),
                   one("old", "Lansia atau orang pikun", "An elderly or confused person", then(1)),
                   one("adult", "Dewasa", "An adult", then(3))),
            yes_no("danger", "Apakah dikhawatirkan ia melukai diri, atau cuaca berbahaya?",
                   "Is self-harm or the weather feared?", yes=then(1)),
            words("looks", "Pakaian, ciri, dan tempat terakhir terlihat?", "Clothes, looks, last seen where?"),
        ),
        instructions=(say("home", "Seorang tetap di rumah. Periksa rumah, tetangga dan tempat yang biasa dikunjungi.",
                          "One stays at home. Look through the house, ask neighbours and usual places."),
                      say("photo", "Siapkan foto terbarunya.", "Have a recent photo ready.")),
        checklist=(PLACE, POLICE, CALLBACK, tick("cctv", "Kamera di sekitar tempat terakhir dilihat",
                                                 "Cameras around the last place were looked at")),
    ),
    "silent_call": Card(
        questions=(
            choice("hear", "Apa yang terdengar?", "What do you hear?", one("nothing", "Tidak ada", "Nothing", then(3)),
                   one("cries", "Tangis, teriakan, pertengkaran", "Crying, shouting, fighting", then(1)),
                   one("breath", "Napas berat", "Heavy breathing", then(1, to="breathing")),
                   one("pocket", "Suara jalan, saku, anak bermain", "Street, pocket, children playing", then(4))),
            yes_no("tap", "«Bila tidak bisa bicara, ketuk telepon atau tekan tombol.» Apakah ada ketukan?",
                   "\"If you cannot speak, tap the phone or press a key.\" Was there a tap?", yes=then(1)),
        ),
        instructions=(say("ask", "Bila Anda dalam bahaya dan tidak bisa bicara, tekan tombol apa saja sekarang.",
                          "If you are in danger and cannot speak, press any key now."),
                      say("wait", "Saya tetap mendengarkan. Jangan tutup telepon.",
                          "I keep listening. Do not hang up.")),
        checklist=(tick("listened", "Didengarkan paling sedikit satu menit", "Listened for a minute at least"),
                   tick("history", "Panggilan sebelumnya dari nomor ini dilihat", "Earlier calls of this number seen"),
                   tick("back", "Ditelepon kembali", "Called back")),
    ),
}  # fmt: skip
