// The desk. Gradio runs this once with `element`, the tab's element. What is shown is drawn by the server
// (assistant/web/desk_routes.py); this script fetches it, sends what a person decides, and sorts.
const ROOT = "tai-lieu";
const frame = element.querySelector(".desk-frame");
const $ = (selector) => frame.querySelector(selector);
const said = $(".said"), trouble = $(".trouble"), pop = $(".pop"), dialog = $(".ask");
let view = "list"; // of the home view: "list" or "relations"
let finished = null; // ids of the uploads done when the list was last drawn
let sort = { key: "name", down: false };

// -- talking to the server --------------------------------------------------------------------------

const show = (place, text) => {
  place.textContent = text;
  place.hidden = !text;
};
const tell = (text) => {
  show(said, text);
  if (text) show(trouble, "");
};
const complain = (text) => {
  show(trouble, text);
  show(said, "");
  if (text) trouble.scrollIntoView({ block: "nearest" });
};

class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const answer = async (response) => {
  let body = {};
  try {
    body = await response.json();
  } catch {
    throw new Refused(response.status, "Máy chủ trả lời không đúng. Hãy tải lại trang.");
  }
  if (!response.ok) throw new Refused(response.status, [body.problem, body.next].filter(Boolean).join(" "));
  return body;
};
const reach = async (path, options) => {
  let response;
  try {
    response = await fetch(`${ROOT}/${path}`, options);
  } catch {
    throw new Refused(0, "Mất kết nối với máy chủ. Hãy kiểm tra rồi thử lại.");
  }
  return answer(response);
};
const get = (path) => reach(path, { headers: { accept: "application/json" } });
const post = (path, data = {}) =>
  reach(path, {
    method: "POST",
    headers: { "content-type": "application/json", "x-can-cu": "desk" },
    body: JSON.stringify(data),
  });
const attempt = async (work) => {
  frame.classList.add("busy");
  try {
    await work();
  } catch (error) {
    complain(error.message);
  } finally {
    frame.classList.remove("busy");
  }
};

// -- the list ---------------------------------------------------------------------------------------

const collator = new Intl.Collator("vi", { numeric: true });
const sortRows = () => {
  const body = $(".desk-list tbody");
  if (!body || view !== "list") return;
  const value = (row) => row.dataset[sort.key] ?? "";
  const rows = [...body.rows].sort((a, b) => collator.compare(value(a), value(b)));
  if (sort.down) rows.reverse();
  body.append(...rows);
  frame.querySelectorAll(".desk-list th").forEach((head) => {
    const here = head.querySelector("button")?.dataset.sort === sort.key;
    if (here) head.setAttribute("aria-sort", sort.down ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  });
};
const drawListing = (html) => {
  $(".desk-list").innerHTML = html;
  sortRows();
};
const refresh = async () => {
  const shown = view;
  const { html } = await get(shown === "list" ? "danh-sach" : "quan-he");
  if (shown === view) drawListing(html);
};

// -- uploads ----------------------------------------------------------------------------------------

const sending = $(".sending");
const drawJobs = (state) => {
  const jobs = $(".jobs");
  // Drawn only when it changed, so that the focus and a screen reader are left in peace.
  if (jobs.dataset.html !== state.html) {
    jobs.dataset.html = state.html;
    jobs.innerHTML = state.html;
  }
  const news = finished !== null && state.finished.some((id) => !finished.includes(id));
  finished = state.finished;
  if (news) refresh().catch((error) => complain(error.message));
};
let timer = 0;
const poll = async () => {
  clearTimeout(timer);
  let pause = 8000;
  try {
    if (!document.hidden && frame.offsetParent) {
      const state = await get("hang-doi");
      drawJobs(state);
      if (state.active) pause = 700;
    } else pause = 1500;
  } catch {
    pause = 5000; // the page itself says that the connection is lost
  }
  timer = setTimeout(poll, pause);
};

const sendOne = (file, query, row) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${ROOT}/tep?${new URLSearchParams({ ten: file.name, ...query })}`);
    request.setRequestHeader("x-can-cu", "desk");
    request.upload.onprogress = (event) => {
      row.querySelector("progress").value = event.loaded / event.total;
    };
    request.onerror = () => reject(new Refused(0, `“${file.name}”: mất kết nối khi tải lên. Hãy thử lại.`));
    request.onload = () => {
      let body = {};
      try { body = JSON.parse(request.responseText); } catch { /* said below */ }
      if (request.status === 200) resolve(body);
      else reject(new Refused(request.status, [body.problem ?? "Máy chủ không nhận tệp.", body.next].filter(Boolean).join(" ")));
    };
    request.send(file);
  });

// The file's name in the library, so that one which is there already is not asked about; "" where the
// browser keeps hashing from pages that come without https, or the file is large.
const digest = async (file) => {
  if (!crypto.subtle || file.size > 50e6) return "";
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

const KINDS = /\.(pdf|docx|txt)$/i;
const MOST = 20;
const send = async (files, query = {}) => {
  const problems = [];
  let chosen = [...files];
  if (chosen.length > MOST) {
    problems.push(`Mỗi lần chỉ nhận ${MOST} tệp; ${chosen.length - MOST} tệp sau chưa được tải lên.`);
    chosen = chosen.slice(0, MOST);
  }
  tell("");
  complain("");
  for (const file of chosen) {
    if (!KINDS.test(file.name)) {
      problems.push(`“${file.name}” không thuộc loại đọc được (chỉ nhận PDF, DOCX, TXT).`);
      continue;
    }
    const row = document.createElement("div");
    row.className = "job sending-one";
    row.append(Object.assign(document.createElement("span"), { className: "file-name", textContent: file.name }));
    row.append(Object.assign(document.createElement("span"), { className: "status", textContent: "đang tải lên" }));
    row.append(Object.assign(document.createElement("progress"), { max: 1, value: 0 }));
    sending.append(row);
    try {
      let state;
      try {
        state = await sendOne(file, { ...query, ma: await digest(file) }, row);
      } catch (error) {
        if (error.status !== 409) throw error;
        const choice = await choose(error.message, [
          ["replace", "Thay bản cũ"], ["rename", "Nạp thành tài liệu khác"], ["", "Không nạp"],
        ]);
        if (!choice) continue;
        state = await sendOne(file, { ...query, cung_ten: choice }, row);
      }
      drawJobs(state);
    } catch (error) {
      problems.push(error.message);
    } finally {
      row.remove();
    }
  }
  if (problems.length) complain(problems.join(" "));
  poll();
};

const drop = $(".drop");
const input = drop.querySelector("input");
input.addEventListener("change", () => {
  const files = [...input.files];
  input.value = "";
  send(files);
});
for (const name of ["dragenter", "dragover"]) {
  frame.addEventListener(name, (event) => {
    if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
    event.preventDefault();
    drop.classList.add("over");
  });
}
for (const name of ["dragleave", "drop"]) frame.addEventListener(name, () => drop.classList.remove("over"));
frame.addEventListener("drop", (event) => {
  if (!event.dataTransfer?.files.length) return;
  event.preventDefault();
  send(event.dataTransfer.files);
});

// -- asking -----------------------------------------------------------------------------------------

// Resolves to the value of the button pressed; "" for none.
const choose = (question, buttons, danger = false) =>
  new Promise((resolve) => {
    dialog.replaceChildren();
    dialog.append(Object.assign(document.createElement("p"), { textContent: question }));
    const row = dialog.appendChild(Object.assign(document.createElement("div"), { className: "buttons" }));
    for (const [value, label] of buttons) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
      button.className = value ? (danger ? "primary danger" : "primary") : "quiet";
      button.addEventListener("click", () => dialog.close(value));
      row.append(button);
    }
    dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
    dialog.returnValue = "";
    dialog.showModal();
  });

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
    const picker = Object.assign(document.createElement("input"), { type: "file", accept: ".pdf,.docx,.txt" });
    picker.addEventListener("change", async () => {
      if (!picker.files.length) return;
      await goHome();
      await send(picker.files, { thay: id });
    });
    picker.click();
  },
  correct: () => askCorrection(),
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

let begun = false;
const begin = () => {
  if (begun || !frame.offsetParent) return;
  begun = true;
  attempt(refresh);
  poll();
};
// The tab is drawn before it is shown.
new IntersectionObserver(begin).observe(frame);
document.addEventListener("visibilitychange", () => { if (begun && !document.hidden) poll(); });
