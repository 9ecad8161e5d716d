// Small helps for those who have scripts. Every page works without them.
"use strict";

// After a refused form the summary of what to correct is read first.
function focusSummary(root) {
  const summary = root.querySelector("[data-focus]");
  if (summary) {
    summary.focus();
  }
}

// A menu closes on Escape, and when the reader goes on elsewhere.
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) {
      menu.open = false;
    }
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") {
    return;
  }
  const menu = document.activeElement.closest("details.menu[open]");
  closeMenus();
  if (menu) {
    menu.querySelector("summary").focus();
  }
});

document.addEventListener("click", (event) => {
  closeMenus(event.target.closest("details.menu"));
});

// A link to a page that asks for confirmation opens the same question over this page.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-dialog]");
  const dialog = link && document.getElementById(link.dataset.dialog);
  if (dialog) {
    event.preventDefault();
    dialog.showModal();
  }
});

// A file may be dropped anywhere onto the field of its input.
for (const type of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(type, (event) => {
    const field = event.target.closest?.(".file-drop");
    if (!field) {
      return;
    }
    event.preventDefault();
    field.classList.toggle("is-over", type === "dragover");
    if (type === "drop" && event.dataTransfer.files.length) {
      field.querySelector("input").files = event.dataTransfer.files;
    }
  });
}

document.addEventListener("htmx:afterSettle", (event) => {
  focusSummary(event.target);
});

// The page in hand stays in view where the navigation scrolls sideways.
const current = document.querySelector(".nav [aria-current]");
if (current) {
  const nav = current.closest(".nav");
  const beyond = current.getBoundingClientRect().right - nav.getBoundingClientRect().right;
  if (beyond > 0) {
    nav.scrollLeft += beyond + 24;
  }
}

focusSummary(document);
