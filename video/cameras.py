"""The center's cameras, from the database."""

from cad.store.database import Database
from cad.store.views.camera_sources import camera_sources
from video.camera import Camera


class StoredCameras:
    """Honours `Cameras`. Raises Unavailable while the database is away."""

    def __init__(self, database: Database, center_id: str) -> None:
        self._database = database
        self._center_id = center_id

    async def __call__(self) -> list[Camera]:
        async with self._database.session() as session:
            rows = await camera_sources(session, self._center_id)
        return [Camera(id=row["id"], name=row["name"], source=row["source"]) for row in rows]
