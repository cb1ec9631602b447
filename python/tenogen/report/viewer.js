"use strict";
// Marks what has more columns to its right than its window shows; style.css adds the hint.
(() => {
  const mark = (part) => {
    const hidden = part.scrollWidth - part.clientWidth - part.scrollLeft;
    part.classList.toggle("hides-columns", hidden > 1);
  };
  const sizes = new ResizeObserver((entries) => entries.forEach((entry) => mark(entry.target)));
  for (const part of document.querySelectorAll(".scroll")) {
    sizes.observe(part);
    part.addEventListener("scroll", () => mark(part), { passive: true });
    for (const image of part.querySelectorAll("img")) image.addEventListener("load", () => mark(part));
  }
})();

// Shows one visit and one image of the virtual MRI. Printers show all visits of the chosen image (style.css).
(() => {
  const viewer = document.getElementById("mri-viewer");
  if (!viewer) return;
  const slider = document.getElementById("mri-visit");
  const month = document.getElementById("mri-month");
  const months = slider.dataset.months.split(" ");
  const slices = [...viewer.querySelectorAll(".slice")];
  const keys = [...viewer.querySelectorAll(".image-key")];
  const choices = [...viewer.querySelectorAll("input[name=mri-image]")];

  const show = () => {
    const image = choices.find((choice) => choice.checked).value;
    for (const slice of slices) {
      const isOfImage = slice.dataset.image === image;
      slice.classList.toggle("of-image", isOfImage);
      slice.hidden = !isOfImage || slice.dataset.visit !== slider.value;
    }
    for (const key of keys) key.hidden = key.dataset.image !== image;
    month.textContent = `month ${months[slider.value]}`;
    slider.setAttribute("aria-valuetext", month.textContent);
  };

  slider.addEventListener("input", show);
  for (const choice of choices) choice.addEventListener("change", show);
  show();
})();
