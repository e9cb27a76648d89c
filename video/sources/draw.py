"""`python -m video.sources.draw FILE N`: draws demo camera N's street for a minute, as H.264 in MPEG-TS.

The clip is one minute long and shows the seconds of the minute, because it is played in step with the wall
clock: a picture whose seconds stand still, or are not the room's, is stale and anybody can see it. All that
moves has a period that divides 60 s, so the loop has no seam.
"""

import math
import os
import random
import sys
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT, FPS, SECONDS = 640, 360, 15, 60
HORIZON = 118
Image = NDArray[np.uint8]
Colour = tuple[int, int, int]  # blue, green, red

CAR_COLOURS: tuple[Colour, ...] = (
    (52, 58, 66), (206, 208, 210), (58, 66, 168), (150, 92, 40), (80, 120, 70), (60, 150, 210), (230, 232, 232),
)  # fmt: skip


class Street:
    """One demo camera's view: a road that runs away from it, houses left and right, cars both ways."""

    def __init__(self, number: int) -> None:
        chance = random.Random(number)
        self.number = number
        self.night = number % 3 == 2
        self.vanishing = WIDTH // 2 + chance.randint(-110, 110)
        self.left, self.right = chance.randint(-160, -60), WIDTH + chance.randint(60, 160)
        self.cars = [self._car(chance, n) for n in range(chance.randint(6, 9))]
        self.background = self._draw_background(chance)

    def picture(self, second: float) -> Image:
        image = self.background.copy()
        for car in sorted(self.cars, key=lambda car: self._depth(car, second)):
            self._draw_car(image, car, second)
        _draw_clock(image, second)
        return image

    def _car(self, chance: random.Random, n: int) -> dict[str, Any]:
        return {
            "period": chance.choice((10, 12, 15, 20)),
            "phase": chance.random(),
            "coming": n % 2 == 0,
            "colour": chance.choice(CAR_COLOURS),
            "tall": chance.choice((0.62, 0.66, 0.95)),  # a van now and then
        }

    def _depth(self, car: dict[str, Any], second: float) -> float:
        """0 at the horizon, above 1 in front of the camera."""
        way = (second / car["period"] + car["phase"]) % 1.0
        way = way if car["coming"] else 1.0 - way
        return float(1.28 * way**2.2)

    def _on_road(self, depth: float, across: float) -> tuple[int, int, float]:
        """Pixel of a point on the road; `across` is 0 at the left edge and 1 at the right. And the scale there."""
        y = HORIZON + depth * (HEIGHT - HORIZON)
        left = self.vanishing + (self.left - self.vanishing) * depth
        right = self.vanishing + (self.right - self.vanishing) * depth
        return int(left + (right - left) * across), int(y), (right - left)

    def _draw_car(self, image: Image, car: dict[str, Any], second: float) -> None:
        depth = self._depth(car, second)
        x, y, road = self._on_road(depth, 0.70 if car["coming"] else 0.30)
        half, tall = int(road * 0.085), int(road * 0.17 * car["tall"])
        if half < 2:
            return
        colour = _shade(car["colour"], 0.45 if self.night else 1.0)
        cv2.ellipse(image, (x, y), (int(half * 1.15), max(1, tall // 8)), 0, 0, 360, (28, 28, 30), -1, cv2.LINE_AA)
        cv2.rectangle(image, (x - half, y - int(tall * 0.62)), (x + half, y - tall // 10), colour, -1, cv2.LINE_AA)
        roof = np.array(
            [
                (x - int(half * 0.86), y - int(tall * 0.6)),
                (x - int(half * 0.66), y - tall),
                (x + int(half * 0.66), y - tall),
                (x + int(half * 0.86), y - int(tall * 0.6)),
            ],
            np.int32,
        )
        cv2.fillPoly(image, [roof], _shade(colour, 0.85), cv2.LINE_AA)
        glass = (roof * 0.78 + np.array((x, y - int(tall * 0.76))) * 0.22).astype(np.int32)
        cv2.fillPoly(image, [glass], (92, 84, 76) if not self.night else (44, 38, 34), cv2.LINE_AA)
        self._draw_lights(image, car["coming"], x, y, half, tall)

    def _draw_lights(self, image: Image, coming: bool, x: int, y: int, half: int, tall: int) -> None:
        light: Colour = (200, 240, 255) if coming else (40, 40, 220)
        size = max(1, half // 7)
        for side in (-1, 1):
            spot = (x + side * int(half * 0.74), y - int(tall * 0.42))
            if self.night and coming:
                cv2.circle(image, spot, int(size * 1.8), (96, 130, 142), -1, cv2.LINE_AA)
            cv2.circle(image, spot, size, light, -1, cv2.LINE_AA)

    def _draw_background(self, chance: random.Random) -> Image:
        dim = 0.28 if self.night else 1.0
        image = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
        for y in range(HORIZON + 1):
            image[y] = _shade((225 - y // 3, 200 - y // 4, 178 - y // 6), dim)
        image[HORIZON + 1 :] = _shade((96, 128, 112), dim)
        self._draw_hills(image, dim)
        self._draw_houses(image, chance, dim)
        self._draw_road(image, dim)
        grain = np.random.default_rng(self.number).integers(-4, 5, image.shape, dtype=np.int16)
        image[:] = np.clip(image.astype(np.int16) + grain, 0, 255)
        _write(image, f"KAMERA DEMO {self.number}", (16, 28), 0.52)
        _write(image, "gambar buatan / drawn", (16, 48), 0.4)
        return image

    def _draw_hills(self, image: Image, dim: float) -> None:
        line = [(x, HORIZON - 26 - int(18 * math.sin(x / 97 + self.number) + 9 * math.sin(x / 41)))
                for x in range(0, WIDTH + 1, 8)]  # fmt: skip
        hill = np.array([(0, HORIZON), *line, (WIDTH, HORIZON)], np.int32)
        cv2.fillPoly(image, [hill], _shade((148, 142, 108), dim), cv2.LINE_AA)

    def _draw_houses(self, image: Image, chance: random.Random, dim: float) -> None:
        for side in (-1, 1):
            for depth in (0.10, 0.17, 0.27, 0.42, 0.66):
                x, y, road = self._on_road(depth, 0.5 + side * chance.uniform(0.66, 0.74))
                wide, tall = int(road * 0.22), int(road * chance.uniform(0.16, 0.3))
                wall = _shade(chance.choice(((178, 192, 204), (150, 178, 190), (196, 200, 196), (160, 170, 200))), dim)
                cv2.rectangle(image, (x - wide // 2, y - tall), (x + wide // 2, y), wall, -1)
                roof = np.array([(x - wide * 5 // 8, y - tall), (x, y - tall * 3 // 2), (x + wide * 5 // 8, y - tall)])
                cv2.fillPoly(image, [roof.astype(np.int32)], _shade((70, 82, 140), dim), cv2.LINE_AA)
                pane = (120, 200, 230) if self.night else _shade((110, 96, 84), dim)
                for n in (-1, 1):
                    cx, cy, r = x + n * wide // 4, y - tall // 2, max(1, wide // 10)
                    cv2.rectangle(image, (cx - r, cy - r), (cx + r, cy + r), pane, -1)

    def _draw_road(self, image: Image, dim: float) -> None:
        far_left, far_right = self._on_road(0.0, 0.0)[:2], self._on_road(0.0, 1.0)[:2]
        near_left, near_right = self._on_road(1.0, 0.0)[:2], self._on_road(1.0, 1.0)[:2]
        road = np.array([far_left, far_right, near_right, near_left], np.int32)
        cv2.fillPoly(image, [road], _shade((104, 100, 98), dim), cv2.LINE_AA)
        for n in range(14):
            near, far = ((n + 0.55) / 14) ** 2.0, (n / 14) ** 2.0
            a, b = self._on_road(far, 0.5), self._on_road(near, 0.5)
            thick = max(1, int(b[2] * 0.008))
            cv2.line(image, a[:2], b[:2], _shade((215, 220, 220), max(dim, 0.5)), thick, cv2.LINE_AA)


def _shade(colour: Colour, by: float) -> Colour:
    return (int(colour[0] * by), int(colour[1] * by), int(colour[2] * by))


def _write(image: Image, text: str, at: tuple[int, int], size: float) -> None:
    cv2.putText(image, text, (at[0] + 1, at[1] + 1), cv2.FONT_HERSHEY_SIMPLEX, size, (20, 20, 20), 1, cv2.LINE_AA)
    cv2.putText(image, text, at, cv2.FONT_HERSHEY_SIMPLEX, size, (240, 240, 240), 1, cv2.LINE_AA)


def _draw_clock(image: Image, second: float) -> None:
    centre, radius = (WIDTH - 46, 46), 30
    cv2.circle(image, centre, radius, (30, 30, 30), -1, cv2.LINE_AA)
    cv2.circle(image, centre, radius, (235, 235, 235), 1, cv2.LINE_AA)
    turn = second / 60 * 2 * math.pi
    tip = (int(centre[0] + 26 * math.sin(turn)), int(centre[1] - 26 * math.cos(turn)))
    cv2.line(image, centre, tip, (80, 170, 255), 2, cv2.LINE_AA)
    _write(image, f"detik {int(second):02d}", (WIDTH - 92, 98), 0.5)


def draw(file: Path, number: int) -> None:
    """Writes beside and renames: a half drawn clip is never played."""
    street, draft = Street(number), file.with_suffix(f".{os.getpid()}.new")
    with av.open(str(draft), "w", format="mpegts") as out:
        stream = out.add_stream("libx264", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        # baseline: what every browser takes as 42e01f; a keyframe a second; no B-frames
        stream.options = {
            "profile": "baseline", "level": "3.1", "preset": "veryfast", "crf": "29",
            "x264-params": f"keyint={FPS}:min-keyint={FPS}:scenecut=0:bframes=0:threads=1",
        }  # fmt: skip
        for n in range(FPS * SECONDS):
            frame = av.VideoFrame.from_ndarray(street.picture(n / FPS), format="bgr24")
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    draft.replace(file)


if __name__ == "__main__":
    os.nice(5)  # below the video process, which is below everything else
    cv2.setNumThreads(1)
    draw(Path(sys.argv[1]), int(sys.argv[2]))
