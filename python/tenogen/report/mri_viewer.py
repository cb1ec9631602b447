"""Slices of MRI under one slider over the visits, with a choice of image."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tenogen.mri.regions import DEFAULT_LABELS
from tenogen.mri.volume import FLUID, LABEL, PROTON_DENSITIES, T2_IMAGES, T2STAR

from .arm import Arm
from .arm_markup import arm_name
from .diagrams import distinct_months
from .markup import Markup, figure, joined, missing, paragraph, tag
from .number_text import month_text, shown
from .pictures import TRANSPARENT, Scale, framed, png_of_shades
from .slices import Plane

IMAGES = {
    "pd_fs": ("PD, fat-saturated", "gray"),
    "pd": ("PD", "gray"),
    "t2_fs": ("T2, fat-saturated", "gray"),
    "t2": ("T2", "gray"),
    T2STAR: ("T2*", "viridis"),
    LABEL: ("Labels", ""),
    FLUID: ("Fluid", "cividis"),
}
EXPECTED = (PROTON_DENSITIES, T2_IMAGES, (T2STAR,), (LABEL,), (FLUID,))  # of each group one image, or more
PERCENTILE_SHOWN = 99.5  # a few bright voxels would darken all others
LABEL_COLOURS = {"background": (0, 0, 0), "tendon": (230, 159, 0), "gap": (86, 180, 233), "fluid": (0, 90, 220),
                 "muscle": (170, 70, 60), "fat": (240, 228, 150)}
LABEL_VALUES = {"background": 0, **DEFAULT_LABELS}
LABEL_TEXTS = {"tendon": "tendon (stumps)", "gap": "gap (scar)", "fat": "surrounding fat"}


@dataclass(frozen=True)
class Slice:
    """One picture: an image of a visit in a plane, with its unit and what it is."""

    image: str
    month: float
    plane: Plane
    values: np.ndarray
    unit: str
    description: str


def viewer(slices: dict[Arm, list[Slice]]) -> Markup:
    """All slices of all arms; a script shows one visit and image, a printer all visits of the image."""
    every = [one for taken in slices.values() for one in taken]
    months = distinct_months(one.month for one in every)
    by_image = {image: [one for one in every if one.image == image] for image in IMAGES}
    by_image = {image: taken for image, taken in by_image.items() if taken}
    scales = {image: _scale(taken) for image, taken in by_image.items() if image != LABEL}
    images = list(by_image)
    arms = [tag("div", tag("h3", arm_name(arm)), _planes(arm, taken, images, months, scales), class_="arm")
            for arm, taken in slices.items()]
    keys = [_key(image, taken, scales.get(image), hidden=image != images[0]) for image, taken in by_image.items()]
    return tag("div", _controls(images, months), *keys, tag("div", *arms, class_="arms"),
               *_notes(slices, by_image), id="mri-viewer")


def _scale(slices: list[Slice]) -> Scale:
    """One scale for all visits and arms, from 0."""
    values = np.concatenate([one.values.ravel() for one in slices])
    values = values[np.isfinite(values)]
    high = float(np.percentile(values, PERCENTILE_SHOWN)) if values.size else 0.0
    return Scale(0.0, high if high > 0 else 1.0, IMAGES[slices[0].image][1], slices[0].unit)


def _controls(images: list[str], months: list[float]) -> Markup:
    """The slider over the visits and the choice of the image."""
    slider = tag("input", type="range", id="mri-visit", min=0, max=len(months) - 1, step=1, value=0, list="mri-months",
                 aria_valuetext=month_text(months[0]), data_months=" ".join(f"{month:.3g}" for month in months))
    ticks = tag("datalist", *(tag("option", value=i, label=f"{month:.3g}") for i, month in enumerate(months)),
                id="mri-months")
    choices = [tag("label", tag("input", type="radio", name="mri-image", value=image, checked=image == images[0]), " ",
                   IMAGES[image][0]) for image in images]
    return tag("div",
               tag("p", tag("label", "Visit", for_="mri-visit"), slider, ticks,
                   tag("output", month_text(months[0]), for_="mri-visit", id="mri-month"), class_="slider"),
               tag("fieldset", tag("legend", "Image"), *choices),
               tag("noscript", paragraph("The slider needs JavaScript; without it only the first visit is shown.")),
               class_="controls")


def _key(image: str, slices: list[Slice], scale: Scale | None, hidden: bool) -> Markup:
    """What the colours of an image mean."""
    if scale is None:
        names = [name for name, value in LABEL_VALUES.items() if any((one.values == value).any() for one in slices)]
        content = joined(tag("span", _swatch(LABEL_COLOURS[name]), " ", LABEL_TEXTS.get(name, name), class_="swatch")
                         for name in names)
    else:
        largest = max(float(np.nanmax(one.values, initial=0.0)) for one in slices)
        content = scale.bar(image, ends_cut=largest > scale.high)
    return tag("div", content, tag("span", f"{IMAGES[image][0]}: {slices[0].description}", class_="description"),
               class_="image-key", data_image=image, hidden=hidden)


def _swatch(colour: tuple[int, int, int]) -> Markup:
    box = tag("rect", width=12, height=12, fill=f"rgb{colour}", stroke="gray")
    return tag("svg", box, viewBox="0 0 12 12", width=12, height=12, aria_hidden="true")


def _planes(arm: Arm, slices: list[Slice], images: list[str], months: list[float], scales: dict[str, Scale]) -> Markup:
    """For every plane, the pictures of all images and visits; all but the first image of the first visit are hidden."""
    planes = dict.fromkeys(one.plane.name for one in slices)
    taken = {(one.image, one.plane.name, _number(months, one.month)): one for one in slices}
    figures = []
    for name in planes:
        pictures = []
        for image in images:
            for number, month in enumerate(months):
                one = taken.get((image, name, number))
                picture = missing(f"No {IMAGES[image][0]} at {month_text(month)}.")
                if one:
                    picture = _picture(arm, one, scales)
                pictures.append(tag("div", picture, tag("span", month_text(month), class_="month"), class_="slice",
                                    data_image=image, data_visit=number, hidden=(image, month) != (images[0], months[0])))
        figures.append(figure(f"{name.capitalize()} plane", *pictures, class_="plane"))
    return tag("div", *figures, class_="planes")


def _number(months: list[float], month: float) -> int:
    return min(range(len(months)), key=lambda number: abs(months[number] - month))


def _picture(arm: Arm, one: Slice, scales: dict[str, Scale]) -> Markup:
    if one.image == LABEL:
        palette = np.zeros((256, 3), np.uint8)
        for name, value in LABEL_VALUES.items():
            palette[value] = LABEL_COLOURS[name]
        png = png_of_shades(np.where(np.isfinite(one.values), one.values, TRANSPARENT).astype(np.uint8), palette)
    else:
        png = png_of_shades(scales[one.image].shade(one.values), scales[one.image].palette())
    words = f"{arm.label}, {month_text(one.month)}: {one.plane.name} slice, {IMAGES[one.image][0]}"
    return framed(png, words, one.plane.shape[::-1], one.plane.width, one.plane.letters)


def _notes(slices: dict[Arm, list[Slice]], by_image: dict[str, list[Slice]]) -> list[Markup]:
    """Where the slices lie, and which images no visit has."""
    places = []
    for arm, taken in slices.items():
        planes = {one.plane.name: one.plane for one in taken}.values()
        places.append(f"{arm.label} " + ", ".join(f"{plane.name} at {'xy'[plane.normal]} = {shown(plane.position)} mm"
                                                  for plane in planes))
    notes = [paragraph("Slices through the middle of the tendon, the same at all visits: ", "; ".join(places),
                       ". Each pixel has the value of the nearest voxel. One colour scale for all visits and runs. "
                       "Views from the front and from the left. R right, L left, A front, P back, S up, I down. The "
                       "tendon is unloaded.",
                       class_="note")]
    absent = [IMAGES[group[0]][0] for group in EXPECTED if not set(group) & set(by_image)]
    if absent:
        notes.append(missing(f"No visit has: {', '.join(absent)}."))
    return notes
