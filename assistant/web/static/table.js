// Behaviour of a tab with a table. Gradio runs this once a tab with `element` (its filters' element) and
// `trigger` (an event for the server). The server keeps nothing: every event carries all that is chosen.
const root = element.closest(".tab-body");
const columns = root.querySelector(".columns");
const find = (selector) => root.querySelector(selector);
const all = (selector) => [...root.querySelectorAll(selector)];

let sort = "";
let descending = false;
let page = 0;
const chosen = () => ({
  words: find(".find input")?.value ?? "",
  chosen: Object.fromEntries(all("select[data-column]").map((list) => [list.dataset.column, list.value])),
  sort,
  descending,
  page,
});
const choose = () => trigger("choose", chosen());

let waiting = 0;
const chooseSoon = () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => { page = 0; choose(); }, 250);
};

const reset = (words = "") => {
  all(".node[aria-pressed]").forEach((node) => node.removeAttribute("aria-pressed"));
  all("select[data-column]").forEach((list) => { list.value = ""; });
  if (find(".find input")) find(".find input").value = words;
  page = 0;
  choose();
};

// -- passages: beside the table, or on a narrow screen a drawer ------------------------------------
let opener = null;
const open = (row, number, from) => {
  all("tr[aria-current]").forEach((other) => other.removeAttribute("aria-current"));
  row.setAttribute("aria-current", "true");
  opener = from;
  columns.dataset.sources = "open";
  trigger("passages", { quotes: row.dataset.quotes, number });
};
const close = () => {
  if (columns.dataset.sources !== "open") return;
  delete columns.dataset.sources;
  opener?.focus();
};

new MutationObserver(() => {
  const card = find(".panel .card[open]");
  if (!card) return;
  const scroller = find(".passages");
  const place = (wanted) => wanted.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  const target = card.querySelector("mark") ?? card;
  const far = place(target) - place(card) > scroller.clientHeight * 0.6;
  scroller.scrollTo({ top: scroller.scrollTop + (far ? place(target) - scroller.clientHeight * 0.3 : place(card) - 60) });
  card.querySelector("summary").focus({ preventScroll: true });
}).observe(find(".passages"), { subtree: true, childList: true, attributes: true, attributeFilter: ["data-stamp"] });

// -- a file: made by the server, saved from here, so that it passes any login ----------------------
let saved = "";
const save = () => {
  const file = find("[data-content]");
  if (!file || file.dataset.stamp === saved) return;
  saved = file.dataset.stamp;
  const bytes = Uint8Array.from(atob(file.dataset.content), (letter) => letter.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: file.dataset.type }));
  const link = Object.assign(document.createElement("a"), { href: address, download: file.dataset.name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  file.remove();
};
new MutationObserver(save).observe(root.querySelector('[id$="-file"]'), {
  subtree: true, childList: true, attributes: true, attributeFilter: ["data-stamp"],
});

const pick = (node) => {
  reset(`"${node.dataset.number}"`);
  node.setAttribute("aria-pressed", "true");
};

root.addEventListener("click", (event) => {
  const at = (selector) => event.target.closest(selector);
  const row = at("tr[data-quotes]");
  if (at(".panel .close")) close();
  else if (at(".sort")) {
    const key = at(".sort").dataset.sort;
    // Up, down, then back to the order of the documents.
    if (sort !== key) [sort, descending] = [key, false];
    else if (!descending) descending = true;
    else [sort, descending] = ["", false];
    page = 0;
    choose();
  } else if (at(".page")) {
    page = Number(at(".page").dataset.page);
    choose();
    find(".table-box")?.scrollTo({ top: 0 });
  } else if (at(".reset")) reset();
  else if (at(".download")) trigger("file", { ...chosen(), kind: at(".download").dataset.kind });
  else if (at(".node")) pick(at(".node"));
  else if (row) {
    // Words of the table can be marked without opening anything.
    if (!at("button") && String(window.getSelection())) return;
    open(row, Number(at(".open")?.dataset.number ?? 1), at(".open") ?? row.querySelector(".open"));
  }
});
root.addEventListener("input", (event) => {
  if (event.target.matches(".find input")) chooseSoon();
});
root.addEventListener("change", (event) => {
  if (event.target.matches("select[data-column]")) {
    page = 0;
    choose();
  }
});
root.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
  else if ((event.key === "Enter" || event.key === " ") && event.target.matches(".node")) {
    event.preventDefault();
    pick(event.target);
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.matches(".open")) {
    const row = event.target.closest("tr");
    const rows = all("tr[data-quotes]");
    const next = rows[rows.indexOf(row) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) {
      event.preventDefault();
      next.querySelector(".open").focus();
    }
  }
});
