// Behaviour of the conversation and of the sources beside it. Gradio runs this once with `element` (the
// conversation's element), `trigger` (an event for the server) and `watch` (a change of its HTML).
const panel = () => document.querySelector("#sources .panel");
let opener = null; // the marker that opened the sources, to which the focus returns

const mark = (button) => {
  element.querySelectorAll(".cite[aria-pressed]").forEach((b) => b.removeAttribute("aria-pressed"));
  button.setAttribute("aria-pressed", "true");
};

const reveal = (number) => {
  const cards = [...panel().querySelectorAll(".card")];
  const chosen = cards.find((card) => card.dataset.number === String(number));
  if (!chosen) return;
  cards.forEach((card) => { card.open = card === chosen; });
  // The quoted words come to sight even where a long context stands before them.
  const target = chosen.querySelector("mark") ?? chosen;
  const scroller = panel().closest("#sources-column");
  const place = (wanted) => wanted.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  const visible = scroller.clientHeight * 0.6;
  const offset = place(target) - place(chosen) > visible ? place(target) - visible / 2 : place(chosen) - 60;
  scroller.scrollTo({ top: scroller.scrollTop + offset });
};

// On a narrow screen the sources are a drawer; the style sheet tells how it looks.
const columns = document.getElementById("chat-columns");
const openDrawer = () => { columns.dataset.sources = "open"; };
const closeDrawer = () => {
  if (columns.dataset.sources !== "open") return;
  delete columns.dataset.sources;
  opener?.focus();
};

const focusCard = (number) =>
  panel().querySelector(`.card[data-number="${number}"] summary`)?.focus({ preventScroll: true });

let wanted = null; // the citation whose sources the server is drawing
const cite = (button) => {
  const { exchange, number } = button.dataset;
  opener = button;
  mark(button);
  openDrawer();
  if (panel()?.dataset.exchange === exchange) {
    reveal(number);
    focusCard(number);
    return;
  }
  wanted = { exchange, number };
  trigger("cite", { exchange: Number(exchange), number: Number(number) });
};

// Drawn anew by the server: the open passage comes to sight.
new MutationObserver(() => {
  const open = panel()?.querySelector(".card[open]");
  if (!open) return;
  reveal(open.dataset.number);
  if (wanted?.exchange === panel().dataset.exchange) focusCard(wanted.number);
  wanted = null;
}).observe(document.getElementById("sources"), {
  subtree: true, childList: true, attributes: true, attributeFilter: ["data-exchange"],
});

const copy = async (button) => {
  const text = button.dataset.copy;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Browsers keep the clipboard from pages of another machine that come without https.
    const area = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  button.textContent = "Đã sao chép";
  setTimeout(() => { button.textContent = "Sao chép"; }, 2000);
};

element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.matches(".cite")) cite(button);
  else if (button.matches(".copy")) copy(button);
  else if (button.matches(".chip")) trigger("example", { question: button.textContent });
});

document.addEventListener("click", (event) => {
  if (event.target.closest("#sources .close")) closeDrawer();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeDrawer();
});

let user = null; // who signed in, once the server has said it when the page is loaded

// Gradio reloads the page when a lost server is back: what was being typed outlives that, for the same user.
const DRAFT = "can-cu-draft";
const box = () => document.querySelector("#question textarea");
window.addEventListener("pagehide", () => {
  if (user !== null) sessionStorage.setItem(DRAFT, JSON.stringify({ user, text: box()?.value ?? "" }));
});
const restoreDraft = () => {
  let draft = null;
  try { draft = JSON.parse(sessionStorage.getItem(DRAFT)); } catch { /* another version's */ }
  sessionStorage.removeItem(DRAFT);
  if (draft?.user !== user || !draft.text || !box() || box().value) return;
  box().value = draft.text;
  box().dispatchEvent(new Event("input", { bubbles: true }));
};

// The conversation stays with this tab until it is closed.
const KEPT = "can-cu-conversation";
const scroller = document.getElementById("chat");
if (sessionStorage.getItem(KEPT)) {
  scroller.dataset.restoring = "yes"; // rather than the first screen, which would give way in a moment
  setTimeout(() => delete scroller.dataset.restoring, 10_000);
}
const keep = () => {
  const known = user !== null;
  user = element.querySelector("[data-user]")?.dataset.user ?? user;
  if (user === null) return; // not drawn by the server yet
  if (!known) restoreDraft();
  delete scroller.dataset.restoring;
  const drawn = element.querySelector("[data-kept]");
  sessionStorage.removeItem(KEPT);
  if (!drawn) return;
  try {
    sessionStorage.setItem(KEPT, JSON.stringify({ user, exchanges: JSON.parse(drawn.dataset.kept) }));
  } catch {
    // Longer than a browser keeps: then a page loaded again begins anew.
  }
};

watch("value", () => {
  keep();
  delete columns.dataset.sources;
  element.querySelectorAll(".cite[aria-pressed]").forEach((b) => b.removeAttribute("aria-pressed"));
  const last = element.querySelector(".exchange:last-child");
  if (last) {
    const top = last.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    scroller.scrollTo({ top: scroller.scrollTop + top - 12, behavior: "instant" });
  } else {
    scroller.scrollTo({ top: 0 });
  }
});
