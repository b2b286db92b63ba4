// Pictures of pages, wherever they are shown: zooming, and bringing what is boxed to sight.
(() => {
  const STEP = 1.4, WIDEST = 400; // percent of the frame
  const zoom = (figure, how) => {
    const leaf = figure.querySelector(".leaf");
    const frame = figure.querySelector(".frame");
    const now = parseFloat(leaf.style.width) || 100;
    const next = how === "+" ? Math.min(now * STEP, WIDEST) : how === "-" ? Math.max(now / STEP, 50) : 100;
    leaf.style.width = `${next}%`;
    center(frame);
  };
  const center = (frame) => {
    const box = frame.querySelector(".box");
    if (!box) return;
    const inside = box.getBoundingClientRect(), around = frame.getBoundingClientRect();
    frame.scrollTop += inside.top - around.top - frame.clientHeight / 3;
    frame.scrollLeft += inside.left - around.left - frame.clientWidth / 3;
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-zoom]");
    const figure = button?.closest(".page-picture");
    if (figure) zoom(figure, button.dataset.zoom);
  });
  // Load events don't bubble, but they can be caught on the way down.
  document.addEventListener("load", (event) => {
    const frame = event.target.closest?.(".page-picture .frame");
    if (frame) center(frame);
  }, true);
  document.addEventListener("error", (event) => {
    const figure = event.target.closest?.(".page-picture");
    if (figure && event.target.tagName === "IMG") figure.classList.add("failed");
  }, true);
})();
