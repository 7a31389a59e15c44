// Copies a citation: where there is JavaScript, a button follows each element with data-copy.
"use strict";

async function copy(element) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(element.textContent);
    return;
  }
  // Pages that come without TLS, or from a disk, have no clipboard of that kind.
  const selection = getSelection();
  selection.selectAllChildren(element);
  if (!document.execCommand("copy")) throw new Error("nothing was copied");
  selection.removeAllRanges();
}

for (const element of document.querySelectorAll("[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = element.dataset.copy;
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    status.textContent = "";
    try {
      await copy(element);
      status.textContent = ` ${element.dataset.copied}`;
    } catch {
      getSelection().selectAllChildren(element);  // ready to be copied by hand
    }
  });
  element.after(button, status);
}
