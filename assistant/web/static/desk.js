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

const sendUp = (path, query, data, name, row) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${ROOT}/${path}?${new URLSearchParams(query)}`);
    request.setRequestHeader("x-can-cu", "desk");
    request.upload.onprogress = (event) => {
      row.querySelector("progress").value = event.loaded / event.total;
    };
    request.onerror = () => reject(new Refused(0, `“${name}”: mất kết nối khi tải lên. Hãy thử lại.`));
    request.onload = () => {
      let body = {};
      try { body = JSON.parse(request.responseText); } catch { /* said below */ }
      if (request.status === 200) resolve(body);
      else reject(new Refused(request.status, [body.problem ?? "Máy chủ không nhận tệp.", body.next].filter(Boolean).join(" ")));
    };
    request.send(data);
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
let problems = []; // with what is being sent
// Send one thing called `name` and show how far it is; `work(row, choice)` sends it, `choice` says what becomes of
// a document of that name, where the server asked.
const sendShown = async (name, work) => {
  const row = document.createElement("div");
  row.className = "job sending-one";
  row.append(Object.assign(document.createElement("span"), { className: "file-name", textContent: name }));
  row.append(Object.assign(document.createElement("span"), { className: "status", textContent: "đang tải lên" }));
  row.append(Object.assign(document.createElement("progress"), { max: 1, value: 0 }));
  sending.append(row);
  try {
    let state;
    try {
      state = await work(row, {});
    } catch (error) {
      if (error.status !== 409) throw error;
      const choice = await choose(error.message, [
        ["replace", "Thay bản cũ"], ["rename", "Nạp thành tài liệu khác"], ["", "Không nạp"],
      ]);
      if (!choice) return;
      state = await work(row, { cung_ten: choice });
    }
    drawJobs(state);
  } catch (error) {
    problems.push(error.message);
  } finally {
    row.remove();
  }
};
const sendFile = async (file, query) => {
  const ma = await digest(file);
  await sendShown(file.name, (row, choice) => sendUp("tep", { ten: file.name, ma, ...query, ...choice }, file, file.name, row));
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
