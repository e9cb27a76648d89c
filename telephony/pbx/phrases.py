"""What the line says in words of its own (dialplans/voices.conf), with the tones that stand in where nothing speaks."""

from telephony.agi.phrases import Phrase

PHRASES = {
    "ask-silent": Phrase(
        "Jika anda tidak dapat berbicara, tekan angka berapa saja, atau ketuk telepon dua kali.",
        ((660, 0.3), (880, 0.3), (660, 0.3)),
    ),
    "test-begin": Phrase(
        "Ini panggilan uji. Bicaralah lima detik, lalu anda akan mendengar suara anda sendiri.", ((660, 0.5),)
    ),
    "test-end": Phrase("Panggilan uji selesai.", ((880, 0.3), (660, 0.3))),
}
LISTEN, LISTEN_S = "listen", 4.0  # silence, while two taps are waited for

ORDINALS = ("pertama", "kedua", "ketiga", "keempat", "kelima", "keenam", "ketujuh", "kedelapan", "kesembilan")
MANY_TONES = ((520, 2.0),)
# How many stand before a waiting caller (classes of music; dialplans/queue.conf, tanggap-hears): as many beeps.
PLACES = {
    f"place-{nth}": Phrase(
        f"Anda berada di urutan {word}. Panggilan anda tidak terputus. Mohon tetap di telepon.", ((520, 0.15),) * nth
    )
    for nth, word in enumerate(ORDINALS, start=1)
} | {
    "place-many": Phrase(
        "Semua petugas sedang melayani panggilan lain, dan antrean panjang. Panggilan anda tidak terputus. "
        "Mohon tetap di telepon.",
        MANY_TONES,
    )
}
