// Runs before Gradio's own scripts. Gradio has no Vietnamese texts, so the few of its words that can come
// to sight (signing in, a lost connection) are replaced as they appear.
(() => {
  const words = new Map(Object.entries({
    "Login": "Đăng nhập",
    "login": "Đăng nhập",
    "username": "Tên đăng nhập",
    "Username": "Tên đăng nhập",
    "password": "Mật khẩu",
    "Password": "Mật khẩu",
    "Incorrect Credentials": "Tên đăng nhập hoặc mật khẩu chưa đúng.",
    "Incorrect credentials": "Tên đăng nhập hoặc mật khẩu chưa đúng.",
    "Loading...": "Đang tải…",
    "Loading": "Đang tải",
    "Error": "Lỗi",
    "Warning": "Lưu ý",
    "Info": "Thông tin",
    "Connection Lost": "Mất kết nối",
    "Reconnected": "Đã kết nối lại",
    "Connection re-established.": "Đã nối lại với máy chủ.",
    "Connection to the server was lost. Attempting reconnection...":
      "Mất kết nối với máy chủ, đang thử nối lại…",
    "Connection errored out.": "Mất kết nối với máy chủ. Hãy tải lại trang.",
    "Connection errored out": "Mất kết nối với máy chủ. Hãy tải lại trang.",
    "This application is currently busy. Please try again.": "Máy chủ đang bận. Hãy thử lại sau ít phút.",
    "Could not parse server response": "Máy chủ trả lời không đúng. Hãy tải lại trang.",
    "Dismiss alert": "Đóng thông báo",
    "Close": "Đóng",
    "Clear": "Xoá",
    "Copy": "Sao chép",
  }));
  const attributes = ["aria-label", "title", "placeholder"];

  const translateText = (node) => {
    const found = words.get(node.nodeValue.trim());
    if (found && node.nodeValue !== found) node.nodeValue = found;
  };
  const translate = (root) => {
    if (root.nodeType === Node.TEXT_NODE) return translateText(root);
    // Documents and questions are the users' words, never ours to change.
    if (root.nodeType !== Node.ELEMENT_NODE || root.closest("#chat, #sources, .verbatim, script, style")) return;
    for (const name of attributes) {
      const found = words.get(root.getAttribute(name)?.trim());
      if (found) root.setAttribute(name, found);
    }
    root.childNodes.forEach(translate);
  };

  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "characterData") {
        if (!change.target.parentElement?.closest("#chat, #sources, .verbatim")) translateText(change.target);
      } else if (change.type === "attributes") {
        translate(change.target);
      } else {
        change.addedNodes.forEach((node) => {
          if (!node.parentElement?.closest("#chat, #sources, .verbatim")) translate(node);
        });
      }
    }
  }).observe(document.documentElement, {
    childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: attributes,
  });

  // Gradio names the page after the browser's language; screen readers and hyphenation need the page's own.
  const root = document.documentElement;
  new MutationObserver(() => {
    if (root.lang !== "vi") root.lang = "vi";
  }).observe(root, { attributes: true, attributeFilter: ["lang"] });

  // Enter that ends the composing of a Vietnamese word is not the Enter that sends the question.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.isComposing) event.stopImmediatePropagation();
  }, true);
})();
