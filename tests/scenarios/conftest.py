from tests.support.system import system

__all__ = ["system"]
