(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  // Storage is refused to some files: the theme is then the system's, and a choice is not remembered.
  try {
    const theme = sessionStorage.getItem("stance-theme");
    if (theme) root.dataset.theme = theme;
  } catch { /* as above */ }
  const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
  addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    const name = () => { button.textContent = dark() ? "Light" : "Dark"; };
    button.setAttribute("aria-label", "Switch between light and dark");
    button.addEventListener("click", () => {
      root.dataset.theme = dark() ? "light" : "dark";
      try { sessionStorage.setItem("stance-theme", root.dataset.theme); } catch { /* as above */ }
      name();
    });
    name();
  });
})();
