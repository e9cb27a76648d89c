"""`./tanggap chaos`: callers keep dialling while parts of a supervised system are killed, frozen and cut off.

What was dialled is counted by SIPp's own log and the SIP clients' own; what became of it, by what a supervisor sees.
"""
