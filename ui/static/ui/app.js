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
