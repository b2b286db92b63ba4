// One document at the desk, and the ways there and back; goes on where desk.js ends, in the same scope.

// -- one document -----------------------------------------------------------------------------------

const home = $(".home-view"), opened = $(".document-view");
const current = () => opened.querySelector(".opened");
const drawDocument = (html) => {
  const kept = current();
  const facts = kept?.dataset.document && kept.querySelector(".about").open;
  const leaf = kept?.querySelector(".leaf")?.style.width;
  opened.innerHTML = html;
  // A person's choice to see or hide the facts holds from page to page of one document.
  if (kept && kept.dataset.document === current().dataset.document) opened.querySelector(".about").open = facts;
  if (leaf) opened.querySelectorAll(".leaf").forEach((one) => { one.style.width = leaf; });
  home.hidden = true;
  opened.hidden = false;
  hidePop();
};
const open = async (id, page = 1) => {
  const { html } = await get(`van-ban/${id}?trang=${page}`);
  const other = current()?.dataset.document !== id;
  drawDocument(html);
  if (other) {
    frame.scrollTop = 0;
    opened.querySelector("h2").focus({ preventScroll: true });
  }
};
const goHome = async () => {
  opened.hidden = true;
  opened.replaceChildren();
  home.hidden = false;
  hidePop();
  await refresh();
};
const change = async (what, data = {}) => {
  const { document: id, page } = current().dataset;
  const top = frame.scrollTop;
  const body = await post(`van-ban/${id}/${what}?trang=${page}`, data);
  drawDocument(body.html);
  frame.scrollTop = top;
  tell(body.said);
};
const turn = (page) => attempt(async () => {
  tell("");
  await open(current().dataset.document, page);
});

const acts = {
  back: () => { tell(""); return goHome(); },
  turn: (button) => turn(Number(button.dataset.page)),
  accept: (button) => change("duyet", { accept: button.dataset.codes.split(",") }),
  reject: (button) => change("duyet", { reject: button.dataset.codes.split(",") }),
  reread: async () => { tell("Đang nạp lại…"); await change("nap-lai"); },
  takeback: (button) => change("bo-sua", { start: Number(button.dataset.hand) }),
  forget: async () => drawJobs(await post("hang-doi/don")),
  cancel: async (button) => { drawJobs(await post(`hang-doi/${button.dataset.job}/huy`)); poll(); },
  remove: async (button) => {
    const { document: id } = current().dataset;
    const question = `Gỡ “${button.dataset.title}”? Tài liệu sẽ mất khỏi kho, chỉ mục tìm kiếm và tệp lưu; các bản trước và các chỗ đã sửa tay cũng mất.`;
    if ((await choose(question, [["yes", "Gỡ tài liệu"], ["", "Giữ lại"]], true)) !== "yes") return;
    const body = await post(`van-ban/${id}/go`);
    opened.hidden = true;
    opened.replaceChildren();
    home.hidden = false;
    view = "list";
    markView();
    drawListing(body.html);
    tell(body.said);
  },
  replace: async () => {
    const { document: id } = current().dataset;
    const picker = Object.assign(document.createElement("input"), { type: "file", accept: ".pdf,.docx,.txt", multiple: true });
    picker.addEventListener("change", async () => {
      if (!picker.files.length) return;
      await goHome();
      await send(picker.files, { thay: id });
    });
    picker.click();
  },
  correct: () => askCorrection(),
  load: () => load(),
};
const markView = () => frame.querySelectorAll(".views button").forEach((button) => {
  button.setAttribute("aria-pressed", String(button.dataset.view === view));
});

frame.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const piece = event.target.closest(".cleaned .piece");
  if (!button) {
    if (piece && !String(getSelection())) showPiece(piece);
    else if (!event.target.closest(".pop")) hidePop();
    return;
  }
  if (button.dataset.sort) {
    sort = { key: button.dataset.sort, down: sort.key === button.dataset.sort && !sort.down };
    sortRows();
  } else if (button.dataset.view) {
    view = button.dataset.view;
    markView();
    attempt(refresh);
  } else if (button.matches(".open")) {
    tell("");
    complain("");
    attempt(() => open(button.dataset.document));
  } else if (acts[button.dataset.act]) attempt(async () => acts[button.dataset.act](button));
});
frame.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-act=facts]")) return;
  event.preventDefault();
  attempt(async () => {
    await change("thong-tin", { facts: Object.fromEntries(new FormData(event.target)) });
    opened.querySelector(".about").open = false;
  });
});
frame.addEventListener("change", (event) => {
  if (event.target.matches("[data-act=page]")) turn(Number(event.target.value) || 1);
});
frame.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hidePop();
  if ((event.key === "Enter" || event.key === " ") && event.target.matches(".cleaned .piece")) {
    event.preventDefault();
    showPiece(event.target);
  }
});

// -- what was changed, and correcting by hand --------------------------------------------------------

let chosen = null; // { start, end, seen }
const hidePop = () => {
  pop.hidden = true;
  opened.querySelectorAll(".lit").forEach((one) => one.classList.remove("lit"));
};
const put = (near, children) => {
  pop.replaceChildren(...children);
  pop.hidden = false;
  const place = near.getBoundingClientRect(), room = frame.getBoundingClientRect();
  const left = Math.min(place.left - room.left, room.width - pop.offsetWidth - 8);
  pop.style.left = `${Math.max(8, left)}px`;
  pop.style.top = `${place.bottom - room.top + frame.scrollTop + 6}px`;
};
const line = (text, tag = "p") => Object.assign(document.createElement(tag), { textContent: text });
const action = (label, act, data = {}) => {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: label, className: "quiet" });
  Object.assign(button.dataset, { act, ...data });
  return button;
};
const showPiece = (piece) => {
  const { kind, before, code, rule, sure, hand, start } = piece.dataset;
  hidePop();
  const seen = piece.textContent;
  chosen = { start: Number(start), end: Number(start) + codePoints(seen), seen };
  piece.classList.add("lit");
  opened.querySelectorAll(`.leaf [data-span="${start}"]`).forEach((one) => one.classList.add("lit"));
  const parts = {
    edit: () => [line(`Trước khi sửa: “${before || "(không có)"}”`), line(`Máy sửa: ${rule}, tin cậy ${sure} %`), action("Giữ", "accept", { codes: code }), action("Bỏ chỗ sửa này", "reject", { codes: code })],
    proposal: () => [line(`Đề nghị đọc là: “${before || "(xoá)"}”`), line(`${rule}, tin cậy ${sure} %`), action("Nhận", "accept", { codes: code }), action("Bỏ", "reject", { codes: code })],
    rejected: () => [line(`Đã bỏ đề nghị đọc là: “${before || "(xoá)"}”`), action("Nhận lại", "accept", { codes: code })],
    hand: () => [line(`Người sửa. Trước khi sửa: “${before || "(không có)"}”`), action("Bỏ chỗ sửa tay", "takeback", { hand })],
    unread: () => [line("Không đọc được trong bản quét. Nếu nhìn ảnh mà đọc được, hãy sửa tay.")],
  };
  const byHand = seen.trim() && kind !== "hand" ? [action("Sửa tay", "correct")] : [];
  put(piece, [...parts[kind](), ...byHand]);
};

const codePoints = (text) => [...text].length;
// The offset in the document's text of a place in the cleaned page.
const offsetOf = (node, offset) => {
  if (node.nodeType !== Node.TEXT_NODE) {
    const after = node.childNodes[offset];
    const next = after?.closest?.("[data-start]") ?? after?.querySelector?.("[data-start]");
    if (next) return Number(next.dataset.start);
    const last = node.closest?.("[data-start]");
    return last ? Number(last.dataset.start) + (offset ? codePoints(last.textContent) : 0) : null;
  }
  const holder = node.parentElement.closest("[data-start]");
  return holder ? Number(holder.dataset.start) + codePoints(node.nodeValue.slice(0, offset)) : null;
};
const selected = () => {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const text = opened.querySelector(".cleaned");
  if (!text?.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
  let seen = range.toString();
  let start = offsetOf(range.startContainer, range.startOffset);
  if (start === null || !seen.trim()) return null;
  const space = seen.length - seen.trimStart().length;
  start += codePoints(seen.slice(0, space));
  seen = seen.trim();
  return { start, end: start + codePoints(seen), seen, place: range };
};
document.addEventListener("selectionchange", () => {
  if (!frame.isConnected || opened.hidden) return;
  const now = selected();
  if (!now) return;
  chosen = now;
  put(now.place, [action("Sửa chữ này", "correct")]);
});

const digits = (text) => (text.match(/\p{Nd}/gu) ?? []).join("");
const askCorrection = () =>
  new Promise((resolve) => {
    const { start, end, seen } = chosen;
    dialog.replaceChildren();
    const form = dialog.appendChild(document.createElement("form"));
    form.append(line("Sửa chữ", "h3"), line(`Đang đọc là: “${seen}”`));
    const label = form.appendChild(line("Sửa thành", "label"));
    const box = label.appendChild(Object.assign(document.createElement("textarea"), { rows: 2, maxLength: 400, value: seen }));
    const check = form.appendChild(Object.assign(document.createElement("label"), { className: "check", hidden: true }));
    const confirmed = check.appendChild(Object.assign(document.createElement("input"), { type: "checkbox" }));
    check.append(" Chỗ sửa làm thay đổi chữ số: tôi đã đối chiếu với ảnh trang.");
    const row = form.appendChild(Object.assign(document.createElement("div"), { className: "buttons" }));
    const save = row.appendChild(Object.assign(document.createElement("button"), { textContent: "Lưu chỗ sửa", className: "primary" }));
    const cancel = row.appendChild(Object.assign(document.createElement("button"), { type: "button", textContent: "Thôi", className: "quiet" }));
    const look = () => {
      check.hidden = digits(box.value) === digits(seen);
      save.disabled = box.value === seen || (!check.hidden && !confirmed.checked);
    };
    form.addEventListener("input", look);
    look();
    cancel.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", resolve, { once: true });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      dialog.close();
      attempt(() => change("sua", { start, end, seen, replacement: box.value, digits: confirmed.checked }));
    });
    dialog.showModal();
    box.select();
  });

// -- beginning --------------------------------------------------------------------------------------

const load = async () => {
  complain("");
  await attempt(refresh);
  const waiting = $(".desk-list .waiting");
  if (waiting) waiting.replaceChildren("Chưa tải được danh sách. ", action("Tải lại", "load"));
};
let begun = false;
const begin = () => {
  if (begun || !frame.offsetParent) return;
  begun = true;
  load();
  poll();
};
// The tab is drawn before it is shown.
new IntersectionObserver(begin).observe(frame);
document.addEventListener("visibilitychange", () => { if (begun && !document.hidden) poll(); });
