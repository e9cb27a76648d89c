"""`python -m api`: the HTTP server of one installation."""

from api.serve import serve
from cad.installation import load_installation

if __name__ == "__main__":
    serve(load_installation())
