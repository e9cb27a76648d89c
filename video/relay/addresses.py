"""Which of this machine's addresses viewers may reach: loopback alone, until the installation binds beyond it.

aioice offers every address but loopback, and takes no wish; so its one function that lists them is replaced.
"""

import ipaddress

import aioice.ice
import ifaddr


def serve_viewers_at(bind: str, public_host: str) -> None:
    """`bind` as in the settings: 127.0.0.1, one address, or 0.0.0.0 and :: for all. Behind a proxy (`public_host` is
    not loopback though `bind` is) viewers come from outside, so all. Once, before the first viewer."""
    if is_loopback(bind) and not is_loopback(public_host):
        return
    offered = addresses_of(bind)
    if offered is not None:
        aioice.ice.get_host_addresses = lambda use_ipv4, use_ipv6: offered


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def addresses_of(bind: str) -> list[str] | None:
    """The addresses to offer; None for all."""
    try:
        address = ipaddress.ip_address(bind)
    except ValueError:
        return None  # a name: it may be any of them
    if address.is_unspecified:
        return None
    if address.is_loopback:
        return [str(address)]
    here = {ip.ip if isinstance(ip.ip, str) else ip.ip[0] for adapter in ifaddr.get_adapters() for ip in adapter.ips}
    return [bind] if bind in here else None
