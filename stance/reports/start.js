(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const theme = sessionStorage.getItem("stance-theme");
    if (theme) root.dataset.theme = theme;
  } catch {
    // Storage is refused to some files: the theme is then the system's.
  }
})();
