"""What a trunk's details must be, so that Asterisk takes them and no line of its files is made of them."""

from cad.trunks.commands import TrunkDetails
from cad.trunks.errors import BadTrunk
from cad.trunks.model import SECRET, SRTP, TRANSPORTS, USERNAME, is_host, is_peer

MOST_PEERS = 50
LONGEST_NAME = 60


def check(details: TrunkDetails, kept_secret: str = "") -> None:
    """Raises BadTrunk for the first that is wrong."""
    if not 0 < len(details.name.strip()) <= LONGEST_NAME or not details.name.isprintable():
        raise BadTrunk("name", "Beri nama, paling banyak 60 huruf.", "Give a name of at most 60 letters.")
    if not is_host(details.host):
        raise BadTrunk("host", "Host harus nama atau alamat IP.", "The host must be a name or an IP address.")
    if not 0 < details.port < 65536:
        raise BadTrunk("port", "Port harus 1 sampai 65535.", "The port must be 1 to 65535.")
    if details.transport not in TRANSPORTS:
        raise BadTrunk("transport", "Pilih udp, tcp atau tls.", "Choose udp, tcp or tls.")
    if details.srtp not in SRTP:
        raise BadTrunk("srtp", "Pilih off, optional atau required.", "Choose off, optional or required.")
    if details.username and not USERNAME.fullmatch(details.username):
        raise BadTrunk("username", "Nama akun hanya huruf, angka dan . _ + ~ -", "Letters, digits and . _ + ~ - only.")
    _check_account(details, kept_secret)
    if not 0 <= details.priority <= 999:
        raise BadTrunk("priority", "Prioritas harus 0 sampai 999.", "The priority must be 0 to 999.")
    wrong = [peer for peer in details.peers if not is_peer(peer)]
    if wrong or len(details.peers) > MOST_PEERS:
        raise BadTrunk(
            "peers",
            "Alamat asal harus alamat IP, jaringan (10.0.0.0/24) atau nama; seluruh dunia tidak boleh.",
            "A peer is an IP address, a network (10.0.0.0/24) or a name; never the whole world.",
        )


def _check_account(details: TrunkDetails, kept_secret: str) -> None:
    secret = kept_secret if details.secret is None else details.secret
    if secret and not SECRET.fullmatch(secret):
        raise BadTrunk(
            "secret", "Sandi hanya huruf, angka dan tanda tanpa spasi.", "The secret has a blank or strange sign in it."
        )
    if details.registers and not (details.username and secret):
        raise BadTrunk(
            "username", "Untuk mendaftar, isi nama akun dan sandi.", "To register, give a user name and a secret."
        )
