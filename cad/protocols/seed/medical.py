"""Cards of the medical types. Compressions only: no breaths are asked of a caller."""

from cad.protocols.seed.words import (
    AMBULANCE,
    CALLBACK,
    GUIDE,
    HOSPITAL,
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

AWAKE = "Apakah ia sadar, bisa menjawab atau bergerak bila dipanggil?"
AWAKE_EN = "Is the patient awake: answering or moving when spoken to?"
BREATHES = "Apakah ia bernapas biasa? Lihat dadanya naik turun."
BREATHES_EN = "Is the patient breathing normally? Watch the chest rise and fall."
NORMAL = ("normal", "Ya, napas biasa", "Yes, normally")
GASPING = ("gasping", "Hanya tersengal, mendengkur, jarang", "Only gasps, snores, now and then")
NONE = ("none", "Tidak bernapas", "Not breathing")

# Who gasps, or of whom nobody is sure, counts as not breathing.
UNSURE = ("unsure", "Tidak yakin", "Not sure")
NOT_BREATHING = "breathing=gasping|none|unsure"

COMPRESSIONS = (
    say(
        "flat",
        "Baringkan telentang di lantai yang keras. Berlututlah di samping dadanya. Nyalakan pengeras suara telepon.",
        "Lay the patient flat on their back on a hard floor. Kneel beside the chest. Put the phone on speaker.",
        NOT_BREATHING,
    ),
    say(
        "hands",
        "Letakkan tumit satu tangan di tengah dada, tangan yang lain di atasnya. Luruskan kedua lengan.",
        "Put the heel of one hand on the middle of the chest, the other hand on top. Keep your arms straight.",
        NOT_BREATHING,
    ),
    say(
        "push",
        "Tekan kuat dan cepat, kira-kira 5 sampai 6 sentimeter, lalu biarkan dada naik lagi. "
        "Ikuti hitungan saya: satu, dua, tiga, empat …",
        "Push hard and fast, about 5 to 6 centimetres, then let the chest come up. Count with me: one, two, three, "
        "four …",
        NOT_BREATHING,
    ),
    say(
        "go_on",
        "Jangan berhenti. Bila lelah, bergantianlah dengan orang lain setiap dua menit, tanpa jeda.",
        "Do not stop. When tired, take turns with someone every two minutes, without a break.",
        NOT_BREATHING,
    ),
    say(
        "aed",
        "Bila ada alat kejut jantung (AED), minta orang lain mengambilnya, nyalakan dan ikuti suaranya.",
        "If there is a defibrillator (AED), have someone fetch it, switch it on and follow its voice.",
        NOT_BREATHING,
    ),
)
SIDE = say(
    "side",
    "Bila ia bernapas tetapi tidak sadar: miringkan badannya ke samping, tengadahkan kepala sedikit, "
    "dan perhatikan napasnya terus. Beri tahu saya bila berubah.",
    "If breathing but not awake: roll the patient onto their side, tilt the head back a little and keep watching the "
    "breathing. Tell me if it changes.",
)
NO_FOOD = say("no_food", "Jangan beri makan, minum atau obat apa pun.", "Give nothing to eat or drink, no medicine.")

MEDICAL = {
    "cardiac_arrest": Card(
        questions=(
            yes_no("awake", AWAKE, AWAKE_EN, yes=then(2, to="unconscious", next="end")),
            choice("breathing", BREATHES, BREATHES_EN, one(*NORMAL, then(1, to="unconscious", next="end")),
                   one(*GASPING, then(1)), one(*NONE, then(1)), one(*UNSURE, then(1))),
            number("age", "Berapa kira-kira umurnya (tahun)?", "About how old (years)?",
                   band("baby", "Bayi, di bawah 1 tahun", "Baby, under 1 year", most=0.99),
                   band("child", "Anak, 1 sampai 12 tahun", "Child, 1 to 12", least=1, most=12),
                   band("adult", "Dewasa", "Adult", least=12.01)),
            yes_no("seen", "Apakah ada yang melihatnya jatuh?", "Did anyone see the collapse?"),
            yes_no("helper", "Adakah orang lain yang bisa membantu?", "Is there anyone else to help?"),
        ),
        instructions=(
            *COMPRESSIONS,
            say("child", "Pada anak: tekan dengan satu tangan, sedalam kira-kira 5 sentimeter.",
                "For a child: push with one hand, about 5 centimetres deep.", "age=child"),
            say("baby", "Pada bayi: tekan dengan dua jari di tengah dada, sedalam kira-kira 4 sentimeter.",
                "For a baby: push with two fingers on the middle of the chest, about 4 centimetres deep.", "age=baby"),
            STAY,
        ),
        checklist=(
            PLACE, AMBULANCE,
            tick("compressions", "Tekan dada sudah dimulai (catat jamnya)", "Compressions begun (note the time)"),
            tick("counting", "Hitungan dibacakan sampai petugas tiba", "Counted aloud until the crew arrived"), UPDATE,
        ),
        run_card=run_card([("advanced_life_support|ambulance", 1, "health")],
                          [("advanced_life_support|ambulance", 2, "health"), ("patrol", 1, "police")]),
    ),
    "unconscious": Card(
        questions=(
            choice("breathing", BREATHES, BREATHES_EN, one(*NORMAL, then(1)),
                   one(*GASPING, then(1, to="cardiac_arrest", next="end")),
                   one(*NONE, then(1, to="cardiac_arrest", next="end"))),
            choice("why", "Apa yang terjadi sebelumnya?", "What happened before?",
                   one("fainted", "Pingsan sebentar, kini sadar lagi", "Fainted, awake again", then(2)),
                   one("seizure", "Kejang", "A seizure", then(1, to="seizure")),
                   one("hurt", "Jatuh atau terbentur", "A fall or a blow", then(1)),
                   one("taken", "Minum obat, alkohol atau racun", "Medicine, alcohol or poison",
                       then(1, to="poisoning")),
                   one("other", "Lainnya", "Something else")),
            yes_no("diabetes", "Apakah ia penderita kencing manis?", "Is the patient diabetic?"),
        ),
        instructions=(
            say("check", "Periksa napasnya sekarang: lihat dada, dengarkan, sepuluh detik.",
                "Check the breathing now: watch the chest, listen, ten seconds."),
            SIDE, NO_FOOD,
            say("neck", "Bila ia jatuh atau terbentur: jangan menggerakkan kepala dan lehernya, kecuali ia tidak "
                "aman.",
                "After a fall or a blow: do not move head or neck unless the patient is in danger.", "why=hurt"),
            STAY,
        ),
        checklist=(PLACE, AMBULANCE, tick("breath", "Napas diperiksa ulang tiap menit",
                   "Breathing checked each minute"),
                   UPDATE),
    ),
    "breathing": Card(
        questions=(
            yes_no("speaks", "Apakah ia bisa bicara satu kalimat penuh?", "Can the patient speak a whole sentence?",
                   no=then(1)),
            yes_no("blue", "Apakah bibir atau wajahnya kebiruan atau pucat sekali?", "Are the lips or face blue or "
                   "very pale?", yes=then(1)),
            choice("cause", "Bagaimana mulainya?", "How did it begin?",
                   one("choking", "Tersedak makanan atau benda", "Choking on something", then(1, to="choking")),
                   one("asthma", "Asma atau penyakit paru", "Asthma or lung disease"),
                   one("allergy", "Setelah makanan, obat atau sengatan", "After food, medicine or a sting", then(1)),
                   one("chest", "Dengan nyeri dada", "With chest pain", then(1, to="chest_pain")),
                   one("smoke", "Menghirup asap atau gas", "Smoke or gas", then(1)),
                   one("other", "Perlahan, lainnya", "Slowly, other", then(2))),
        ),
        instructions=(
            say("sit", "Dudukkan ia tegak, condong ke depan sedikit. Longgarkan bajunya.",
                "Sit the patient up, leaning slightly forward. Loosen the clothes."),
            say("own", "Bila ia punya obat semprot sendiri dari dokter, bantu ia memakainya.",
                "If the patient has an inhaler of their own, help them to use it.", "cause=asthma"),
            say("air", "Bawa ke udara segar bila aman bagi Anda.", "Into fresh air, if it is safe for you.",
                "cause=smoke"),
            say("calm", "Ajak bernapas pelan. Jangan tinggalkan sendirian.",
                "Breathe slowly together. Do not leave them."),
            NO_FOOD, STAY,
        ),
        checklist=(PLACE, AMBULANCE, UPDATE),
    ),
    "choking": Card(
        questions=(
            yes_no("cough", "Apakah ia masih bisa batuk, bicara atau menangis?",
                   "Can the patient still cough, talk or "
                   "cry?", yes=then(2), no=then(1)),
            yes_no("awake", AWAKE, AWAKE_EN, no=then(1, to="cardiac_arrest", next="end")),
            choice("age", "Umurnya?", "Age?", one("baby", "Bayi, di bawah 1 tahun", "Baby, under 1 year"),
                   one("older", "1 tahun atau lebih", "1 year or older")),
        ),
        instructions=(
            say("cough", "Minta ia terus batuk sekuatnya. Jangan memukul punggungnya dulu.",
                "Let the patient keep coughing hard. No blows on the back yet.", "cough=yes"),
            say("back", "Condongkan ke depan. Pukul lima kali dengan tumit tangan di antara kedua belikat.",
                "Lean forward. Five blows with the heel of your hand between the shoulder blades.", "age=older"),
            say("belly", "Bila belum keluar: berdiri di belakangnya, kepalkan tangan di atas pusar, "
                "tarik ke dalam dan ke atas lima kali. Ulangi bergantian.",
                "If it is not out: stand behind, make a fist above the navel, pull inward and upward five times. "
                "Repeat in turn.", "age=older"),
            say("baby", "Tengkurapkan bayi di lengan Anda, kepala lebih rendah. Tepuk lima kali di antara belikat. "
                "Lalu "
                "telentangkan dan tekan dada dengan dua jari lima kali. Ulangi.",
                "Lay the baby face down along your arm, head lower. Five blows between the shoulder blades. Then "
                "turn it "
                "over and push the chest with two fingers five times. Repeat.", "age=baby"),
            say("mouth", "Jangan mengorek mulut dengan jari kecuali bendanya terlihat.",
                "Do not sweep the mouth with a finger unless you see the object."),
            say("falls", "Bila ia jadi tidak sadar, baringkan dan beri tahu saya segera: kita mulai tekan dada.",
                "If the patient goes limp, lay them down and tell me at once: we begin compressions."),
        ),
        checklist=(PLACE, AMBULANCE, tick("out", "Ditanyakan lagi: benda sudah keluar?", "Asked again: is it out?")),
    ),
    "stroke": Card(
        questions=(
            yes_no("awake", AWAKE, AWAKE_EN, no=then(1, to="unconscious")),
            yes_no("face", "Minta ia tersenyum. Apakah satu sisi wajahnya turun?",
                   "Ask for a smile. Does one side of the "
                   "face droop?", yes=then(1)),
            yes_no("arm", "Minta ia mengangkat kedua tangan. Apakah satu tangan jatuh atau lemah?",
                   "Ask to raise both arms. Does one drift down or feel weak?", yes=then(1)),
            yes_no("speech", "Apakah bicaranya pelo atau kacau?", "Is the speech slurred or strange?", yes=then(1)),
            number("hours", "Berapa jam yang lalu ia terakhir terlihat sehat?", "How many hours ago was the patient "
                   "last seen well?",
                   band("early", "Kurang dari 5 jam", "Less than 5 hours", then(1), most=5),
                   band("later", "Lebih lama", "Longer ago", least=5.01)),
        ),
        instructions=(
            say("lie", "Baringkan dengan kepala sedikit lebih tinggi. Bila muntah atau mengantuk, miringkan badannya.",
                "Lay the patient down with the head slightly raised. If vomiting or drowsy, on the side."),
            NO_FOOD,
            say("note", "Catat jam terakhir ia terlihat sehat, dan siapkan daftar obatnya untuk petugas.",
                "Note when the patient was last well, and have the list of medicines ready for the crew."),
            GUIDE, STAY,
        ),
        checklist=(PLACE, AMBULANCE, tick("last_well", "Jam terakhir sehat dicatat", "Time last seen well noted"),
                   HOSPITAL),
    ),
    "chest_pain": Card(
        questions=(
            yes_no("awake", AWAKE, AWAKE_EN, no=then(1, to="unconscious", next="end")),
            choice("pain", "Bagaimana nyerinya?", "What is the pain like?",
                   one("pressure", "Tertekan, tertindih, menjalar ke lengan atau rahang",
                       "Pressure, spreading to arm or jaw", then(1)),
                   one("breath", "Tajam saat menarik napas atau ditekan", "Sharp on breathing or touch", then(2)),
                   one("gone", "Sudah hilang", "Gone by now", then(2))),
            yes_no("sweat", "Apakah ia berkeringat dingin, mual atau sesak?", "Cold sweat, nausea or short of breath?",
                   yes=then(1)),
        ),
        instructions=(
            say("rest", "Dudukkan bersandar dengan tenang. Jangan berjalan atau menyetir sendiri.",
                "Let the patient sit and lean back quietly. No walking, no driving."),
            say("own", "Bila ada obat jantung sendiri dari dokter, ia boleh memakainya sesuai petunjuk dokternya.",
                "Heart medicine of their own may be taken as their doctor told them."),
            say("watch", "Bila ia jadi tidak sadar, segera beri tahu saya.",
                "If the patient collapses, tell me at once."),
            STAY,
        ),
        checklist=(PLACE, AMBULANCE, HOSPITAL, UPDATE),
    ),
    "injury": Card(
        questions=(
            yes_no("awake", AWAKE, AWAKE_EN, no=then(1, to="unconscious")),
            choice("bleeding", "Apakah berdarah?", "Is there bleeding?",
                   one("heavy", "Memancar atau mengalir terus", "Spurting or flowing", then(1, to="bleeding")),
                   one("some", "Sedikit, sudah berhenti", "A little, stopped"), one("none", "Tidak", "No")),
            choice("how", "Bagaimana ia terluka?", "How did it happen?",
                   one("high", "Jatuh dari lebih tinggi dari badannya", "A fall from more than body height", then(1)),
                   one("level", "Tersandung, jatuh di tempat", "A fall on the level", then(3)),
                   one("weapon", "Senjata tajam atau api", "Knife or gun", then(1, to="crime_violent")),
                   one("machine", "Mesin atau tertimpa benda", "Machine or falling object", then(2)),
                   one("other", "Lainnya", "Other")),
            yes_no("head", "Apakah kepala, leher atau punggungnya sakit?", "Pain in head, neck or back?", yes=then(2)),
        ),
        instructions=(
            say("still", "Biarkan ia diam. Jangan menggerakkan kepala, leher dan punggungnya, kecuali ia tidak aman.",
                "Keep the patient still. Do not move head, neck or back unless in danger."),
            say("limb", "Jangan meluruskan tulang yang bengkok. Sangga seperti adanya.",
                "Do not straighten a bent limb. Support it as it is."),
            say("press", "Tekan luka dengan kain bersih, kuat dan terus-menerus.", "Press a clean cloth on the wound, "
                "firmly and without letting go.", "bleeding=heavy|some"),
            NO_FOOD, STAY,
        ),
        checklist=(PLACE, AMBULANCE, CALLBACK, UPDATE),
    ),
    "bleeding": Card(
        questions=(
            yes_no("awake", AWAKE, AWAKE_EN, no=then(1, to="unconscious")),
            choice("where", "Dari mana darahnya?", "Where is the blood from?",
                   one("limb", "Lengan atau kaki", "Arm or leg"), one("body", "Dada, perut, leher",
                       "Chest, belly, neck",
                                                                      then(1)),
                   one("nose", "Hidung", "Nose", then(3)),
                   one("birth", "Jalan lahir, sedang hamil", "Vaginal, pregnant", then(1)),
                   one("inside", "Muntah atau buang air berdarah", "Vomiting or passing blood", then(1))),
            choice("flow", "Seberapa deras?", "How fast?", one("spurting", "Memancar", "Spurting", then(1)),
                   one("flowing", "Mengalir terus", "Flowing", then(1)), one("dripping", "Menetes", "Dripping")),
        ),
        instructions=(
            say("press", "Tekan langsung di lukanya dengan kain bersih, sekuat-kuatnya, dengan kedua tangan. Jangan "
                "dilepas untuk melihat.",
                "Press right on the wound with a clean cloth, as hard as you can, both hands. Do not let go to look."),
            say("more", "Bila tembus, tambah kain di atasnya. Jangan mengangkat kain yang pertama.",
                "If it soaks through, add cloth on top. Leave the first one in place."),
            say("object", "Bila ada benda tertancap, jangan dicabut. Tekan di sekelilingnya.",
                "If an object is stuck in, do not pull it out. Press around it."),
            say("lie", "Baringkan dan selimuti agar tetap hangat.", "Lay the patient down and keep them warm."),
            say("nose", "Duduk tegak, menunduk sedikit, jepit cuping hidung sepuluh menit.",
                "Sit up, lean forward, pinch the soft part of the nose for ten minutes.", "where=nose"),
            NO_FOOD, STAY,
        ),
        checklist=(PLACE, AMBULANCE, tick("pressed", "Luka sedang ditekan", "The wound is being pressed"), UPDATE),
    ),
    "burns": Card(
        questions=(
            yes_no("out", "Apakah apinya atau penyebabnya sudah tidak ada?", "Is the cause of the burn gone?",
                   no=then(1)),
            choice("cause", "Terbakar oleh apa?", "Burnt by what?", one("flame", "Api", "Flame"),
                   one("hot", "Air atau minyak panas", "Hot liquid"),
                   one("electric", "Listrik", "Electricity", then(1)),
                   one("chemical", "Bahan kimia", "Chemical", then(1))),
            choice("size", "Seberapa luas, dibanding telapak tangannya?", "How large, against the patient's palm?",
                   one("palm", "Kurang dari satu telapak", "Less than one palm", then(3)),
                   one("some", "Beberapa telapak", "Several palms", then(2)),
                   one("large", "Satu lengan, dada atau lebih", "An arm, the chest or more", then(1))),
            yes_no("face", "Apakah wajah, leher atau jalan napasnya kena?", "Face, neck or airway?", yes=then(1)),
        ),
        instructions=(
            say("cool", "Alirkan air biasa yang mengalir ke lukanya selama dua puluh menit. Jangan pakai es.",
                "Let running tap water flow over the burn for twenty minutes. No ice."),
            say("off", "Lepaskan cincin, jam dan baju di sekitarnya. Yang menempel di kulit jangan ditarik.",
                "Take off rings, watch and clothing around it. Leave what sticks to the skin."),
            say("cover", "Setelah itu tutup longgar dengan kain bersih. Jangan beri odol, kecap, minyak atau salep.",
                "Then cover loosely with clean cloth. No toothpaste, sauce, oil or ointment."),
            say("power", "Matikan listriknya dulu. Jangan menyentuhnya sebelum listrik mati.",
                "Switch off the power first. Do not touch the patient before.", "cause=electric"),
            say("rinse", "Bilas terus dengan air mengalir, jauhkan dari bagian yang sehat. Lindungi tangan Anda.",
                "Keep rinsing with running water, away from healthy skin. Protect your hands.", "cause=chemical"),
            STAY,
        ),
        checklist=(PLACE, AMBULANCE, tick("cooling", "Pendinginan dengan air dimulai", "Cooling with water begun")),
    ),
    "childbirth": Card(
        questions=(
            yes_no("born", "Apakah bayinya sudah lahir?", "Is the baby born already?", yes=then(1, next="baby")),
            yes_no("head", "Apakah kepala bayi sudah tampak, atau ibu tidak bisa menahan mengejan?",
                   "Is the head showing, or must the mother push?", yes=then(1)),
            number("minutes", "Berapa menit jarak antara dua mulas?", "How many minutes between contractions?",
                   band("close", "Kurang dari 5 menit", "Less than 5 minutes", then(1), most=5),
                   band("far", "Lebih jarang", "Less often", then(3), least=5.01)),
            yes_no("blood", "Apakah keluar darah banyak?", "Is there much bleeding?", yes=then(1, next="weeks"),
                   no=then(next="weeks")),
            yes_no("baby", "Apakah bayi menangis atau bergerak?", "Is the baby crying or moving?",
                   no=then(1)),
            number("weeks", "Berapa bulan kehamilannya?", "How many months pregnant?",
                   band("early", "Kurang dari 8 bulan", "Less than 8 months", then(1), most=7.99),
                   band("full", "Cukup bulan", "Full term", least=8)),
        ),
        instructions=(
            say("lie", "Baringkan ibu setengah duduk, dengan kain bersih di bawahnya. Siapkan handuk kering.",
                "Let the mother half sit, clean cloth beneath. Have dry towels ready.", "born=no"),
            say("hold", "Bila kepala keluar: sangga dengan kedua tangan. Jangan ditarik.",
                "When the head comes: support it with both hands. Do not pull.", "head=yes"),
            say("dry", "Keringkan bayi, usap punggungnya, letakkan di dada ibu dan selimuti keduanya.",
                "Dry the baby, rub its back, lay it on the mother's chest and cover both."),
            say("cord", "Jangan menarik atau memotong tali pusat.", "Do not pull or cut the cord."),
            say("rub", "Gosok punggung bayi dengan handuk. Bila tetap tidak bernapas, katakan segera: "
                "kita tekan dadanya dengan dua jari.",
                "Rub the baby's back with a towel. If it still does not breathe, tell me at once: we push its chest "
                "with two fingers.", "baby=no"),
            STAY,
        ),
        checklist=(PLACE, AMBULANCE, tick("midwife", "Bidan atau puskesmas terdekat diberi tahu",
                                          "The nearest midwife or clinic was told"), HOSPITAL),
    ),
    "poisoning": Card(
        questions=(
            yes_no("awake", AWAKE, AWAKE_EN, no=then(1, to="unconscious")),
            choice("what", "Apa yang masuk ke tubuhnya?", "What was it?",
                   one("medicine", "Obat", "Medicine"), one("pesticide", "Racun serangga atau rumput", "Pesticide",
                                                            then(1)),
                   one("alcohol", "Minuman oplosan", "Bootleg alcohol", then(1)),
                   one("gas", "Gas atau asap", "Gas or smoke", then(1)),
                   one("food", "Makanan", "Food", then(3)), one("bite", "Gigitan ular", "Snake bite", then(1)),
                   one("other", "Lainnya", "Other")),
            yes_no("self", "Apakah ia sengaja meminumnya?", "Was it taken on purpose?", yes=then(1)),
            number("people", "Berapa orang yang kena?", "How many people?",
                   band("one", "Satu", "One", most=1), band("some", "2 sampai 4", "2 to 4", then(1), least=2, most=4),
                   band("many", "5 atau lebih", "5 or more", then(1), least=5)),
        ),
        instructions=(
            say("no_vomit", "Jangan memaksanya muntah. Jangan beri susu atau minuman lain.",
                "Do not make the patient vomit. Give no milk or other drink."),
            say("out", "Keluar ke udara segar. Jangan masuk kembali.", "Out into fresh air. Do not go back in.",
                "what=gas"),
            say("keep", "Simpan bungkus atau sisanya untuk petugas.", "Keep the package or the rest for the crew."),
            say("bite", "Jangan diikat, disayat atau diisap. Biarkan bagian yang digigit diam.",
                "Do not tie, cut or suck it. Keep the bitten limb still.", "what=bite"),
            SIDE, STAY,
        ),
        checklist=(PLACE, AMBULANCE, tick("substance", "Nama bahan dicatat", "Name of the substance noted"), HOSPITAL),
    ),
    "seizure": Card(
        questions=(
            yes_no("now", "Apakah ia masih kejang sekarang?", "Is the seizure still going on?", yes=then(1)),
            number("minutes", "Sudah berapa menit?", "For how many minutes?",
                   band("short", "Kurang dari 5 menit", "Less than 5 minutes", most=4.99),
                   band("long", "5 menit atau lebih", "5 minutes or more", then(1), least=5)),
            choice("breathing", BREATHES, BREATHES_EN, one(*NORMAL), one(*GASPING, then(1)),
                   one(*NONE, then(1, to="cardiac_arrest"))),
            yes_no("first", "Apakah ini kejangnya yang pertama?", "Is this the first seizure ever?", yes=then(1)),
        ),
        instructions=(
            say("clear", "Jauhkan benda keras di sekitarnya, beri alas lembut di bawah kepala. Jangan menahan "
                "badannya.",
                "Clear hard things away, something soft under the head. Do not hold the patient down."),
            say("mouth", "Jangan memasukkan apa pun ke mulutnya.", "Put nothing into the mouth."),
            SIDE, STAY,
        ),
        checklist=(PLACE, AMBULANCE, tick("time", "Lama kejang dicatat", "Length of the seizure noted")),
    ),
    "mental_health": Card(
        questions=(
            yes_no("danger", "Apakah ia melukai dirinya atau mengancam orang lain?",
                   "Is the person hurting themselves or "
                   "threatening others?", yes=then(1), no=then(3)),
            yes_no("weapon", "Apakah ada senjata di dekatnya?", "Is there a weapon nearby?", yes=then(1)),
            words("talk", "Siapa yang bisa menenangkannya?", "Who can calm them?"),
        ),
        instructions=(
            say("calm", "Bicara pelan dan jangan berdebat. Jaga jarak dan jalan keluar.",
                "Speak softly, do not argue. Keep your distance and a way out."), STAY,
        ),
        checklist=(PLACE, SAFE, CALLBACK),
    ),
}  # fmt: skip
