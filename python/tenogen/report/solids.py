"""The section of pictures in three dimensions: every visit, every arm, one colour scale per field."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tenogen.pictures.sections import FIELDS, PERCENTILE_SHOWN, Field
from tenogen.runs.fields import Fields, fields_at_visits
from tenogen.runs.run_directory import RunError

from .arm import Arm
from .arm_markup import arm_name
from .markup import Markup, figure, joined, missing, paragraph, section, tag
from .number_text import month_text
from .pictures import Scale, framed
from .solid import Patch, open_body
from .solid_picture import box_of, draw, shape_of

SHOWN = [field for field in FIELDS if field.dataset in ("collagen_I", "local_stiffness")]


class Scene:
    """The fields of one moment, ready to be drawn in any of SHOWN."""

    def __init__(self, fields: Fields, bodies: dict[Path, list[Patch]]) -> None:
        """`bodies` remembers what is the same for all moments on a mesh. Raises RunError, and OSError where a file is
        gone."""
        if fields.mesh_file not in bodies:
            bodies[fields.mesh_file] = open_body(fields.points, fields.cells)
        self.month = fields.month
        self.values = {field.dataset: fields.scalar(field.dataset) for field in SHOWN}
        displacement, region = fields.vector("displacement"), fields.scalar("region")
        if not np.isfinite(displacement).all():
            raise RunError(f"{fields.file}: 'displacement' is not finite. Is the file damaged?")
        self.shapes = [shape_of(patch, fields.points, displacement, region) for patch in bodies[fields.mesh_file]]


def solids(arms: list[Arm]) -> Markup:
    """The section."""
    bodies: dict[Path, list[Patch]] = {}
    scenes = {arm: [Scene(fields, bodies) for fields in fields_at_visits(arm.run)] for arm in arms}
    notes = [missing(f"{arm.label}: no pictures: fields/ has no snapshots of the visits (Output/Fields is false, or "
                     "there has been no visit yet).") for arm in arms if not scenes[arm]]
    scenes = {arm: taken for arm, taken in scenes.items() if taken}
    if not scenes:
        return section("pictures", "The tendon at the visits", *notes)
    box = box_of([shape for taken in scenes.values() for scene in taken for shape in scene.shapes])
    what = paragraph("Seen from the front and the right, with a quarter removed to show the inside, at the peak load "
                     "of the day. Displacements are not magnified. White line: border of the gap. One colour scale for "
                     "all visits and runs. Faces to the front have the colours of the bar, other faces are darker.")
    fields = [_field(field, scenes, box) for field in SHOWN]
    return section("pictures", "The tendon at the visits", *notes, what, *fields)


def _field(field: Field, scenes: dict[Arm, list[Scene]], box: np.ndarray) -> Markup:
    values = np.concatenate([scene.values[field.dataset] for taken in scenes.values() for scene in taken])
    high = float(np.percentile(values, PERCENTILE_SHOWN))
    scale = Scale(0.0, high if high > 0 else 1.0, field.colours, field.unit)
    strips = []
    for arm, taken in scenes.items():
        pictures = []
        for scene in taken:
            png, size = draw(scene.shapes, scene.values[field.dataset], scale, box)
            words = f"{arm.label}, {month_text(scene.month)}: the opened tendon coloured by {field.title.lower()}"
            pictures.append(figure(month_text(scene.month), framed(png, words, size, float(box[1, 0] - box[0, 0]), {})))
        strips.append(tag("div", tag("h4", arm_name(arm)), tag("div", *pictures, class_="strip"), class_="arm"))
    return joined([tag("h3", field.title), scale.bar(field.dataset, ends_cut=float(values.max()) > high),
                   tag("div", *strips, class_="arms")])
