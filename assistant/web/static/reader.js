// The view of one page: zoom that is kept from page to page, turning with the arrow keys.
const KEY = "can-cu-zoom";
const leaf = document.querySelector(".leaf");
const main = document.querySelector("main");
let size = Number(sessionStorage.getItem(KEY)) || 100;
const apply = () => {
  leaf.style.setProperty("--zoom", size / 100);
  sessionStorage.setItem(KEY, size);
};
const toMark = () => {
  const mark = document.querySelector(".box, mark");
  if (!mark) return;
  const inside = mark.getBoundingClientRect(), around = main.getBoundingClientRect();
  main.scrollTop += inside.top - around.top - main.clientHeight / 3;
  main.scrollLeft += inside.left - around.left - main.clientWidth / 3;
};
apply();
document.querySelector(".zoom").addEventListener("click", (event) => {
  const how = event.target.closest("[data-zoom]")?.dataset.zoom;
  if (!how) return;
  size = how === "+" ? Math.min(size * 1.25, 400) : how === "-" ? Math.max(size / 1.25, 40) : 100;
  apply();
  toMark();
});
document.querySelector("input[name=trang]").addEventListener("change", (event) => event.target.form.submit());
document.addEventListener("keydown", (event) => {
  if (event.target.matches("input") || event.altKey || event.ctrlKey || event.metaKey) return;
  const way = { ArrowLeft: "previous", PageUp: "previous", ArrowRight: "next", PageDown: "next" }[event.key];
  const where = way && document.body.dataset[way];
  if (where) {
    event.preventDefault();
    location.href = where;
  }
});
const picture = leaf.querySelector("img");
if (picture && !picture.complete) picture.addEventListener("load", toMark);
else toMark();
