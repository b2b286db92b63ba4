// Several files chosen at once: each a document, or all of them one, in an order that can be changed. Stands
// between desk.js and desk-document.js, in the same scope.
const MOST_PARTS = 200;

const sizeOf = (bytes) =>
  bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1).replace(".", ",")} MB`;

// What the names begin with, where that is more than a word like "trang" or "scan".
const commonName = (files) => {
  const stems = files.map((file) => file.name.replace(/\.[^.]*$/, ""));
  let length = 0;
  while (length < stems[0].length && stems.every((stem) => stem[length] === stems[0][length])) length += 1;
  const name = stems[0].slice(0, length).replace(/[\s\d_.()-]+$/, "").replace(/[\s_.(-]+(?:trang|tr|phần|p)$/i, "");
  return /[\s_-]/.test(name) ? name : "";
};

const make = (tag, properties = {}, ...children) => {
  const one = Object.assign(document.createElement(tag), properties);
  one.append(...children);
  return one;
};

// Resolves to { files, name } (name "" where each file is a document of its own), or null for none.
const askGathering = (given, mustMerge) =>
  new Promise((resolve) => {
    let files = [...given].sort((a, b) => collator.compare(a.name, b.name));
    const way = (value, label, checked) =>
      make("label", { className: "way" }, make("input", { type: "radio", name: "way", value, checked }), ` ${label}`);
    const title = make("input", { name: "title", maxLength: 200, autocomplete: "off", value: commonName(files), placeholder: "ví dụ: Nghị quyết số 12-NQ/TU" });
    const list = make("ol", { className: "parts" });
    const news = make("p", { className: "unseen", role: "status" });
    const merge = make("div", { className: "merge" },
      make("label", {}, "Tên văn bản", title),
      make("p", { className: "help", textContent: "Các tệp được nối theo thứ tự dưới đây, trang đánh số liền nhau." }), list, news);
    const submit = make("button", { className: "primary" });
    const cancel = make("button", { type: "button", className: "quiet", textContent: "Thôi" });
    const ways = make("fieldset", { hidden: mustMerge }, make("legend", { className: "unseen", textContent: "Cách nạp" }),
      way("each", "Mỗi tệp là một văn bản", !mustMerge), way("one", "Gộp thành một văn bản", mustMerge));
    const form = make("form", { className: "gather" },
      make("h3", { textContent: mustMerge ? "Gộp các tệp thành bản mới" : `Bạn đã chọn ${files.length} tệp` }),
      ways, merge, make("div", { className: "buttons" }, submit, cancel));

    const merging = () => form.elements.way.value === "one";
    const look = () => {
      merge.hidden = !merging();
      submit.textContent = merging() ? "Gộp và tải lên" : "Tải lên";
      submit.disabled = merging() && (!title.value.trim() || files.length < 2);
    };
    const move = (from, to, button) => {
      const [file] = files.splice(from, 1);
      if (to !== null) files.splice(to, 0, file);
      draw();
      const rows = list.querySelectorAll("li");
      const row = rows[Math.min(to ?? from, rows.length - 1)];
      row.querySelector(`[data-move="${button}"]`).focus(); // goes along with the file
      news.textContent = to === null ? `Đã bỏ ${file.name}.` : `${file.name}: thứ ${to + 1} trên ${files.length}.`;
    };
    const draw = () => {
      const button = (sign, label, act, to, n, off) => {
        const one = make("button", { type: "button", className: "quiet", textContent: sign, title: label });
        one.setAttribute("aria-label", `${label}: ${files[n].name}`);
        // Not "disabled": what has the focus keeps it at the ends of the list.
        one.setAttribute("aria-disabled", String(off));
        one.dataset.move = act;
        one.addEventListener("click", () => { if (!off) move(n, to, act); });
        return one;
      };
      list.replaceChildren(...files.map((file, n) =>
        make("li", {},
          make("span", { className: "file-name", textContent: file.name, title: file.name }),
          make("small", { textContent: sizeOf(file.size) }),
          button("↑", "Đưa lên", "up", n - 1, n, n === 0),
          button("↓", "Đưa xuống", "down", n + 1, n, n === files.length - 1),
          button("✕", "Bỏ khỏi văn bản gộp", "out", null, n, files.length === 2))));
      look();
    };
    draw();
    form.addEventListener("input", look);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      dialog.close("send");
    });
    cancel.addEventListener("click", () => dialog.close(""));
    dialog.addEventListener("close", () => {
      const name = merging() ? title.value.trim() : "";
      resolve(dialog.returnValue === "send" ? { files: name ? files : [...given], name } : null);
    }, { once: true });
    dialog.returnValue = "";
    dialog.replaceChildren(form);
    dialog.showModal();
    (mustMerge ? title : form.querySelector("input:checked")).focus();
  });

// Files that make one document go up in one request: their list, then one behind the other.
const sendBundle = async (files, name, query) => {
  const listed = new Blob([JSON.stringify(files.map((file) => ({ name: file.name, size: file.size })))]);
  const body = new Blob([listed, ...files]);
  await sendShown(name, (row, choice) =>
    sendUp("gop/tep", { ten: name, dau: listed.size, ...query, ...choice }, body, name, row));
};

const send = async (given, query = {}) => {
  tell("");
  complain("");
  problems = [];
  let chosen = [...given].filter((file) => {
    if (KINDS.test(file.name)) return true;
    problems.push(`“${file.name}” không thuộc loại đọc được (chỉ nhận PDF, DOCX, TXT).`);
    return false;
  });
  const gathered = chosen.length > 1 ? await askGathering(chosen, "thay" in query) : { files: chosen, name: "" };
  if (!gathered) return;
  const most = gathered.name ? MOST_PARTS : MOST;
  if (gathered.files.length > most) {
    const left = gathered.files.length - most;
    problems.push(gathered.name
      ? `Chỉ gộp được ${most} tệp; chưa tệp nào được tải lên.`
      : `Mỗi lần chỉ nhận ${most} tệp; ${left} tệp sau chưa được tải lên.`);
  }
  if (!gathered.name) for (const file of gathered.files.slice(0, most)) await sendFile(file, query);
  else if (gathered.files.length <= most) await sendBundle(gathered.files, gathered.name, query);
  if (problems.length) complain(problems.join(" "));
  poll();
};
